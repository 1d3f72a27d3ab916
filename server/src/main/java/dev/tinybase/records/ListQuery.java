package dev.tinybase.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.collections.Collection;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import dev.tinybase.filters.FilterParser;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.text.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a list is asked for, read against one version of a collection by a {@link Parser}.
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

  /** A page as the UTF-8 JSON of {@code {records, total, limit, offset, next_cursor}}. */
  public static final class JsonPage implements RecordSink<JsonBytes> {
    private static final int BYTES_OF_A_RECORD = 400;
    private static final int LARGEST_START = 1 << 16;

    private final ListQuery query;
    private final LongConsumer growing;
    private final JsonBytes out;
    private int told = LARGEST_START;
    private boolean isEmpty = true;

    /**
     * An empty page.
     *
     * @param growing is told how many bytes a large page takes in memory, and may refuse it
     */
    public JsonPage(ListQuery query, LongConsumer growing) {
      this.query = query;
      this.growing = growing;
      out = new JsonBytes(Math.min(LARGEST_START, 128 + query.limit() * BYTES_OF_A_RECORD));
      out.raw("{\"records\":[");
    }

    @Override
    public void add(Row row) {
      separate();
      query.json().write(row, out);
      tell();
    }

    @Override
    public void add(WholeRecord record) {
      separate();
      record.write(query.json(), out);
      tell();
    }

    private void separate() {
      if (!isEmpty) {
        out.raw(',');
      }
      isEmpty = false;
    }

    private void tell() {
      if (out.size() > told) {
        told = 2 * out.size();
        growing.accept(told); // what is there, and its copy that is sent
      }
    }

    @Override
    public long bytes() {
      return out.size();
    }

    @Override
    public JsonBytes end(@Nullable Long total, @Nullable String nextCursor) {
      out.raw("],\"total\":");
      (total == null ? out.nothing() : out.number(total)).raw(",\"limit\":").number(query.limit());
      out.raw(",\"offset\":").number(query.offset()).raw(",\"next_cursor\":");
      (nextCursor == null ? out.nothing() : out.plain(nextCursor)).raw('}');
      return out;
    }
  }

  /**
   * Reads what requests of one audience say of a version of a collection. What the audience may not
   * see is answered as what does not exist.
   */
  public static final class Parser {
    private static final int SORTS = 100;

    private final Collection collection;
    private final Dialect dialect;
    private final Visibility visibility;
    private final RecordJson everything;
    private final FilterParser filters;
    private final Cache<String, Sort> sorts = Caffeine.newBuilder().maximumSize(SORTS).build();

    Parser(Collection collection, Dialect dialect, Visibility visibility, RecordJson everything) {
      this.collection = collection;
      this.dialect = dialect;
      this.visibility = visibility;
      this.everything = everything;
      filters = new FilterParser(visibility);
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
}
