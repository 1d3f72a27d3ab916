package dev.tinybase.sdk;

import org.jspecify.annotations.Nullable;

/**
 * Which records, in which order, and how many of them.
 *
 * {@snippet :
 * Query.where(Filter.eq("country", "AT")).sort("-population,name").limit(20);
 * }
 *
 * @param sort fields separated by commas, each with {@code -} for descending
 * @param limit records on a page, 1 to 1000
 * @param cursor {@link Page#next} of the page before; null for the first page
 */
public record Query(Filter filter, String sort, int limit, @Nullable String cursor) {
  /** All records, the newest first, 100 to the page. */
  public static final Query ALL = new Query(Filter.ALL, "-created_at", 100, null);

  /** The records that a filter picks, the newest first, 100 to the page. */
  public static Query where(Filter filter) {
    return new Query(filter, ALL.sort, ALL.limit, null);
  }

  /** The same in another order. */
  public Query sort(String fields) {
    return new Query(filter, fields, limit, cursor);
  }

  /** The same with other pages. */
  public Query limit(int records) {
    return new Query(filter, sort, records, cursor);
  }

  /** The same from a page on. */
  public Query after(@Nullable String next) {
    return new Query(filter, sort, limit, next);
  }
}
