package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.UserService;
import dev.tinybase.db.Row;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.json.Json;
import dev.tinybase.records.ListQuery;
import dev.tinybase.records.Mutation;
import dev.tinybase.records.RecordForm;
import dev.tinybase.records.RecordJson;
import dev.tinybase.records.RecordService;
import dev.tinybase.records.RecordSink;
import dev.tinybase.records.WholeRecord;
import dev.tinybase.text.Texts;
import dev.tinybase.text.Uuids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The records of functions: those of the API, under the same rules. */
record FunctionRecords(RecordService records, UserService users) {
  /** What the API would answer with; it throws the problems that the API would tell of. */
  @Nullable JsonNode answer(Principal who, RecordRequest request) {
    var in = request.collection();
    return switch (request) {
      case RecordRequest.Create create ->
          apply(
              who,
              new Mutation.Create(
                  in,
                  checked(create.data()),
                  create.id() == null ? null : id(create.id()),
                  owner(create.owner()),
                  null,
                  null));
      case RecordRequest.Get get -> records.get(who, in, id(get.id()), RecordForm.TREE, _ -> {});
      case RecordRequest.List list -> records.list(who, in, view -> query(view, list), Page::new);
      case RecordRequest.Update update ->
          apply(
              who,
              new Mutation.Update(
                  in, id(update.id()), checked(update.changes()), owner(update.owner()), null));
      case RecordRequest.Replace replace ->
          apply(
              who,
              new Mutation.Replace(
                  in, id(replace.id()), checked(replace.data()), owner(replace.owner()), null));
      case RecordRequest.Delete delete ->
          apply(who, new Mutation.Delete(in, id(delete.id()), null));
    };
  }

  /** Functions make trees without a parser, which would have refused what cannot be stored. */
  private static ObjectNode checked(ObjectNode data) {
    Json.check(data);
    return data;
  }

  private @Nullable JsonNode apply(Principal who, Mutation mutation) {
    return records.apply(who, mutation, RecordForm.TREE).orElse(null);
  }

  private static ListQuery query(ListQuery.Parser view, RecordRequest.List list) {
    return new ListQuery(
        view.sort(list.sort()),
        view.filter(list.filter()),
        view.json(null),
        list.limit(),
        0,
        list.cursor(),
        list.total());
  }

  private Mutation.Owner owner(RecordRequest.@Nullable Owner owner) {
    if (owner == null) {
      return Mutation.Owner.UNSAID;
    }
    var id = owner.id();
    return Mutation.Owner.of(
        id == null
            ? null
            : Uuids.parse(id).flatMap(users::find).orElseThrow(UserService::unknown).id());
  }

  /** What is no id is the id of no record. */
  private static UUID id(String text) {
    return Uuids.parse(text)
        .orElseThrow(() ->
            Problem.notFound(
                "record_not_found", "Record '" + Texts.abbreviate(text, 64) + "' not found."));
  }

  /** A page as {@code {records, total, next_cursor}}. */
  private static final class Page implements RecordSink<JsonNode> {
    private final RecordJson json;
    private final ObjectNode page = Json.object();
    private final ArrayNode all = page.putArray("records");
    private long bytes;

    Page(ListQuery query) {
      json = query.json();
    }

    @Override
    public void add(Row row) {
      all.add(json.tree(row));
      bytes = row.bytesRead();
    }

    @Override
    public void add(WholeRecord record) {
      all.add(record.tree(json));
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public JsonNode end(@Nullable Long total, @Nullable String nextCursor) {
      return page.put("total", total).put("next_cursor", nextCursor);
    }
  }
}
