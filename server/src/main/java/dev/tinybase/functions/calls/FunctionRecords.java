package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.functions.host.Shorten;
import dev.tinybase.json.Json;
import dev.tinybase.records.ListRequest;
import dev.tinybase.records.NewRecord;
import dev.tinybase.records.Precondition;
import dev.tinybase.records.RecordChange;
import dev.tinybase.records.RecordDocument;
import dev.tinybase.records.RecordService;
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
      case RecordRequest.Create create ->
          tree(records.create(who, in, NewRecord.of(create.data())));
      case RecordRequest.Get get -> tree(records.get(who, in, id(get.id())));
      case RecordRequest.List list -> Json.trusted(records.list(who, in, listRequest(list)));
      case RecordRequest.Update update ->
          tree(records.patch(who, in, id(update.id()), RecordChange.of(update.changes())));
      case RecordRequest.Replace replace ->
          tree(records.replace(who, in, id(replace.id()), RecordChange.of(replace.data())));
      case RecordRequest.Delete delete -> {
        records.delete(who, in, id(delete.id()), Precondition.NONE);
        yield null;
      }
    };
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
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw Problem.notFound(
          "record_not_found", "Record '" + Shorten.to(64, text) + "' not found.");
    }
  }
}
