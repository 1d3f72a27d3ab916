package dev.tinybase.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.collections.Collection;
import dev.tinybase.db.Dialect;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import dev.tinybase.filters.FilterParser;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.text.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A version of a collection as one audience sees it; reads what requests say of it. What the
 * audience may not see is answered as what does not exist.
 */
public final class RecordView {
  private static final int SORTS = 100;

  private final Collection collection;
  private final Dialect dialect;
  private final Visibility visibility;
  private final RecordJson everything;
  private final FilterParser filters;
  private final Cache<String, Sort> sorts = Caffeine.newBuilder().maximumSize(SORTS).build();

  RecordView(Collection collection, Dialect dialect, Visibility visibility) {
    this.collection = collection;
    this.dialect = dialect;
    this.visibility = visibility;
    everything = new RecordJson(collection, dialect, visibility.readable());
    filters = new FilterParser(visibility);
  }

  /** Every field that the caller may see. */
  public RecordJson json() {
    return everything;
  }

  /**
   * Those of the named fields, in the schema's order; null for all.
   *
   * @throws Problem 400 for a name that is unknown
   */
  public RecordJson json(@Nullable List<String> names) {
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

  /**
   * The order that a text such as {@code -created_at,title} asks for.
   *
   * @throws Problem 400 for a name that is unknown or not sortable
   */
  public Sort sort(String text) {
    return sorts.get(text, made -> Sort.parse(made, visibility, dialect));
  }

  /** The filter in the parameters of a URL's query; others are left alone. */
  public Filter filter(Map<String, List<String>> query) {
    return filters.parseQuery(query);
  }

  /** A filter in JSON. */
  public Filter filter(JsonNode json) {
    return filters.parse(json, "filter");
  }
}
