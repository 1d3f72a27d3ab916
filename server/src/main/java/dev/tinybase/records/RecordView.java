package dev.tinybase.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.collections.Collection;
import dev.tinybase.db.Dialect;
import dev.tinybase.errors.Nearest;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import dev.tinybase.filters.FilterParser;
import dev.tinybase.filters.Scope;
import dev.tinybase.schema.Schema;
import dev.tinybase.text.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A collection as one kind of caller sees it: admins with the hidden fields, others without. Every
 * name in a request is looked up here, and a hidden field is answered as one that does not exist.
 */
final class RecordView {
  private static final int ORDERINGS = 100;

  private final Collection collection;
  private final Dialect dialect;
  private final boolean hidden;
  private final RecordJson everything;
  private final FilterParser filters;
  private final Cache<String, Ordering> orderings =
      Caffeine.newBuilder().maximumSize(ORDERINGS).build();

  RecordView(Collection collection, Dialect dialect, boolean hidden) {
    this.collection = collection;
    this.dialect = dialect;
    this.hidden = hidden;
    everything = new RecordJson(collection, dialect, field -> hidden || !field.hidden());
    filters = new FilterParser(collection.schema(), hidden ? Scope.ADMIN : Scope.CALLER);
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
    var known = Names.visible(schema(), hidden);
    for (var name : wanted) {
      if (!known.contains(name) && !Schema.SYSTEM_NAMES.contains(name)) {
        throw Problem.badRequest(
            "invalid_fields",
            "fields: unknown field '" + Texts.abbreviate(name) + "'" + Nearest.hint(name, known));
      }
    }
    return new RecordJson(
        collection, dialect, f -> wanted.contains(f.name()) && (hidden || !f.hidden()));
  }

  /** The order that a text such as {@code -created_at,title} asks for. */
  Ordering ordering(String sort) {
    var known = orderings.getIfPresent(sort);
    if (known == null) {
      known = new Ordering(Sort.parse(sort, schema(), hidden), dialect);
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

  private Schema schema() {
    return collection.schema();
  }
}
