package dev.tinybase.transfer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an export is asked for.
 *
 * @param filter the query parameters {@code filter} and {@code filter[…]}; others are left alone
 * @param fields the fields of the data; null for all
 * @param guardFormulas whether texts that a spreadsheet would run get a {@code '} before them, as
 *     OWASP recommends; CSV only
 * @param asksHooks whether the handlers of hooks see each record before it is written
 */
public record ExportOptions(
    Format format,
    Map<String, List<String>> filter,
    @Nullable List<String> fields,
    boolean guardFormulas,
    boolean asksHooks) {
  /** All records, as hooks leave them. */
  public ExportOptions(Format format) {
    this(format, Map.of(), null, false, true);
  }
}
