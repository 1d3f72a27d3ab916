package dev.tinybase.transfer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is exported.
 *
 * @param filter the query parameters {@code filter} and {@code filter[…]}; others are left alone
 * @param fields the fields of the data; null for all
 */
public record ExportRequest(
    Format format, Map<String, List<String>> filter, @Nullable List<String> fields) {
  /** Every record with every field. */
  public static ExportRequest all(Format format) {
    return new ExportRequest(format, Map.of(), null);
  }
}
