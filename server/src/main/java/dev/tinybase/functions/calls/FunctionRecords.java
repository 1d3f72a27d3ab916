package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.json.Json;
import dev.tinybase.records.ListRequest;
import dev.tinybase.records.Mutation;
import dev.tinybase.records.RecordDocument;
import dev.tinybase.records.RecordService;
import dev.tinybase.text.Texts;
import dev.tinybase.text.Uuids;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The records of functions: those of the API, under the same rules. */
record FunctionRecords(RecordService records) {
  /** What the API would answer with; it throws the problems that the API would tell of. */
  @Nullable JsonNode answer(Principal who, RecordRequest request) {
    var in = request.collection();
    return switch (request) {
      case RecordRequest.Create create -> apply(who, new Mutation.Create(in, create.data()));
      case RecordRequest.Get get -> tree(records.get(who, in, id(get.id())));
      case RecordRequest.List list -> Json.trusted(records.list(who, in, listRequest(list)));
      case RecordRequest.Update update ->
          apply(who, new Mutation.Update(in, id(update.id()), update.changes()));
      case RecordRequest.Replace replace ->
          apply(who, new Mutation.Replace(in, id(replace.id()), replace.data()));
      case RecordRequest.Delete delete ->
          apply(who, new Mutation.Delete(in, id(delete.id()), null));
    };
  }

  private @Nullable JsonNode apply(Principal who, Mutation mutation) {
    return records.apply(who, mutation).map(FunctionRecords::tree).orElse(null);
  }

  private static ListRequest listRequest(RecordRequest.List list) {
    return new ListRequest(
        list.limit(),
        0,
        list.sort(),
        list.cursor(),
        list.total(),
        null,
        list.filter().isEmpty() ? Map.of() : Map.of("filter", List.of(Json.text(list.filter()))));
  }

  private static JsonNode tree(RecordDocument document) {
    return Json.trusted(document.json());
  }

  /** What is no id is the id of no record. */
  private static UUID id(String text) {
    return Uuids.parse(text)
        .orElseThrow(() ->
            Problem.notFound(
                "record_not_found", "Record '" + Texts.abbreviate(text, 64) + "' not found."));
  }
}
