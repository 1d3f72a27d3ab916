package dev.tinybase.records;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a list is asked for.
 *
 * @param limit 0 to 1000 records; 0 asks for the total alone
 * @param offset how many records to skip
 * @param sort for example {@code -created_at,title}
 * @param cursor the {@code next_cursor} of the page before; null for the first page
 * @param total whether to count all records that match
 * @param fields the fields to show; null for all that the caller may see
 * @param filter the query parameters {@code filter} and {@code filter[…]}; others are left alone
 */
public record ListRequest(
    int limit,
    long offset,
    String sort,
    @Nullable String cursor,
    boolean total,
    @Nullable List<String> fields,
    Map<String, List<String>> filter) {
  /** The largest limit. */
  public static final int MOST = 1000;

  /** The limit of a list whose caller does not name one. */
  public static final int USUAL = 100;

  /** The order of a list whose caller does not name one. */
  public static final String NEWEST_FIRST = Sort.NEWEST_FIRST;
}
