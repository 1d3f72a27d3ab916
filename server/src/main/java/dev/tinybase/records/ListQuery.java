package dev.tinybase.records;

import dev.tinybase.filters.Filter;
import org.jspecify.annotations.Nullable;

/**
 * What a list is asked for, read against one version of a collection by its {@link RecordView}.
 *
 * @param filter {@link Filter#EVERYTHING} for all that the caller may see
 * @param json the fields to show
 * @param limit 0 to 1000 records, where 0 asks for the total alone; {@link #ALL} for no limit
 * @param offset how many records to skip
 * @param cursor the {@code next_cursor} of the page before; null for the first page
 * @param total whether to count all records that match
 */
public record ListQuery(
    Sort sort,
    Filter filter,
    RecordJson json,
    int limit,
    long offset,
    @Nullable String cursor,
    boolean total) {
  /** The largest limit of a page. */
  public static final int MOST = 1000;

  /** The limit of a list whose caller does not name one. */
  public static final int USUAL = 100;

  /** No limit. */
  public static final int ALL = Integer.MAX_VALUE;

  /** The order of a list whose caller does not name one. */
  public static final String NEWEST_FIRST = "-created_at";
}
