package dev.tinybase.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.collections.Collection;
import dev.tinybase.db.Dialect;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import dev.tinybase.filters.FilterParser;
import dev.tinybase.schema.Visibility;
import dev.tinybase.text.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A collection as one audience sees it: the JSON of its records, its filters and orders. */
final class RecordView {
  private static final int ORDERINGS = 100;

  private final Collection collection;
  private final Dialect dialect;
  private final Visibility visibility;
  private final RecordJson everything;
  private final FilterParser filters;
  private final Cache<String, Ordering> orderings =
      Caffeine.newBuilder().maximumSize(ORDERINGS).build();

  RecordView(Collection collection, Dialect dialect, Visibility visibility) {
    this.collection = collection;
    this.dialect = dialect;
    this.visibility = visibility;
    everything = new RecordJson(collection, dialect, visibility.readable());
    filters = new FilterParser(visibility);
  }

  /** Every field that the caller may see. */
  RecordJson json() {
    return everything;
  }

  /** Those of the named fields, in the schema's order; null for all. */
  RecordJson json(@Nullable List<String> names) {
    if (names == null) {
      return everything;
    }
    var wanted = new HashSet<>(names);
    for (var name : wanted) {
      if (!visibility.knows(name)) {
        var hint = DidYouMean.hint(name, visibility.names());
        throw Problem.badRequest(
            "invalid_fields", "fields: unknown field '" + Texts.abbreviate(name) + "'" + hint);
      }
    }
    var shown = visibility.readable().stream().filter(f -> wanted.contains(f.name())).toList();
    return new RecordJson(collection, dialect, shown);
  }

  /** The order that a text such as {@code -created_at,title} asks for. */
  Ordering ordering(String sort) {
    var known = orderings.getIfPresent(sort);
    if (known == null) {
      known = new Ordering(Sort.parse(sort, visibility), dialect);
      orderings.put(sort, known);
    }
    return known;
  }

  /** The filter of a query. */
  Filter filter(Map<String, List<String>> query) {
    return filters.parseQuery(query);
  }

  /** A record in memory as the caller sees it. */
  RecordDocument document(StoredRecord entry) {
    return everything.document(entry);
  }
}
