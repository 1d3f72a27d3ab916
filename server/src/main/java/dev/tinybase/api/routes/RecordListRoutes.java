package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.Scope;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter;
import dev.tinybase.http.Query;
import dev.tinybase.http.Response;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.records.ListQuery;
import dev.tinybase.records.ListQuery.JsonPage;
import dev.tinybase.records.RecordService;
import dev.tinybase.records.RecordSink;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists of records: asked for by a URL, or by a body where that would be too long. */
public final class RecordListRoutes implements Routes {
  private static final String ASCENDING = "asc";
  private static final String DESCENDING = "desc";

  private final RecordService records;

  public RecordListRoutes(RecordService records) {
    this.records = records;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(RecordRoutes.ALL, "collections_list_records")
            .scope(Scope.RECORDS_READ)
            .summary("The records that the caller may see, page by page")
            .query("limit", "integer", "Records on a page, 0 to 1000 (100); 0: the total alone")
            .query("offset", "integer", "Records to skip (0)")
            .query("cursor", "string", "next_cursor of the page before; stays true under inserts")
            .query("sort", "RecordSort[]", "Fields, - before one for descending: -created_at,title")
            .query("sort_by", "string", "One field to sort by, with sort_order")
            .query("sort_order", "string", "asc or desc (desc)")
            .query("total", "boolean", "Whether to count all matching records (true)")
            .query(
                "fields",
                "RecordFieldName[]",
                "Only these fields of the data; the others are left out")
            .query("filter", "RecordFilter", "A filter as JSON; or filter[field][operator]=value")
            .returns(200, "RecordList")
            .problems(400, 403, 404)
            .handle(request -> list(request, of(request.query()))),
        Route.post(RecordRoutes.ALL + "/query", "collections_query_records")
            .scope(Scope.RECORDS_READ)
            .summary("The same list, asked for by a body: for filters that are too long for a URL")
            .json("RecordQuery")
            .returns(200, "RecordList")
            .problems(400, 403, 404)
            .handle(request -> list(request, of(Fields.of(request.object())))));
  }

  private Response list(Request request, Function<ListQuery.Parser, ListQuery> query) {
    var collection = request.variable("collection_name");
    var page = records.list(request.principal(), collection, query, new Pages(request));
    // A query may come by POST: without room it is refused here, before it passes for a change.
    request.replying(page.size());
    return Response.json(200, page);
  }

  /** Makes a page for a request, within the memory that replies may take. */
  private record Pages(Request request) implements RecordSink.Factory<JsonBytes> {
    @Override
    public RecordSink<JsonBytes> open(ListQuery query) {
      return new JsonPage(query, request::replying);
    }

    @Override
    public void expect(long bytes) {
      request.expectReply(2 * bytes); // what is there, and its copy that waits for the client
    }
  }

  private static Function<ListQuery.Parser, ListQuery> of(Query query) {
    int limit = (int) query.integer("limit", 0, ListQuery.MOST, ListQuery.USUAL);
    long offset = query.integer("offset", 0, Long.MAX_VALUE, 0);
    boolean descending =
        query.choice("sort_order", DESCENDING, ASCENDING, DESCENDING).equals(DESCENDING);
    boolean old = query.text("sort_by").isPresent() || query.text("sort_order").isPresent();
    var sort = sort(query.text("sort"), query.text("sort_by"), old, descending, "query");
    var cursor = query.text("cursor").orElse(null);
    boolean total = query.flag("total", true);
    var fields = query.text("fields").map(text -> List.of(text.split(",", -1))).orElse(null);
    return parser ->
        new ListQuery(
            parser.sort(sort),
            parser.filter(query.values()),
            parser.json(fields),
            limit,
            offset,
            cursor,
            total);
  }

  /** The same as members of an object, where lists may be JSON arrays and the filter is a tree. */
  private static Function<ListQuery.Parser, ListQuery> of(Fields body) {
    body.only(
        "filter", "sort", "sort_by", "sort_order", "limit", "offset", "cursor", "fields", "total");
    var limit = body.optionalInteger("limit", 0, ListQuery.MOST).orElse((long) ListQuery.USUAL);
    var offset = body.optionalInteger("offset", 0, Long.MAX_VALUE).orElse(0L);
    var order = body.optionalText("sort_order", 1, 4);
    if (order.isPresent() && !List.of(ASCENDING, DESCENDING).contains(order.get())) {
      body.refuse("sort_order", "enum", "must be one of asc, desc");
    }
    var given = body.optionalTexts("sort");
    var by = body.optionalText("sort_by", 1, Integer.MAX_VALUE);
    var cursor = body.optionalText("cursor", 1, Integer.MAX_VALUE).orElse(null);
    boolean total = body.optionalBool("total").orElse(true);
    var fields = body.optionalTexts("fields").orElse(null);
    var filter = body.optionalObject("filter");
    body.check();
    boolean old = by.isPresent() || order.isPresent();
    boolean descending = !order.filter(ASCENDING::equals).isPresent();
    var sort = sort(given.map(names -> String.join(",", names)), by, old, descending, "body");
    return parser ->
        new ListQuery(
            parser.sort(sort),
            filter.map(parser::filter).orElse(Filter.EVERYTHING),
            parser.json(fields),
            limit.intValue(),
            offset,
            cursor,
            total);
  }

  /**
   * {@code sort}, or the original's {@code sort_by} and {@code sort_order}.
   *
   * @param old whether one of these two was sent
   */
  private static String sort(
      Optional<String> sort, Optional<String> by, boolean old, boolean descending, String place) {
    if (!old) {
      return sort.orElse(ListQuery.NEWEST_FIRST);
    }
    if (sort.isPresent()) {
      throw Problem.invalid(
          InputError.at("conflict", "send sort, or sort_by with sort_order", place, "sort"));
    }
    var name = by.orElse("created_at");
    if (name.startsWith("-") || name.contains(",")) {
      throw Problem.badRequest("invalid_sort", "sort_by: name one field; sort takes several");
    }
    return descending ? "-" + name : name;
  }
}
