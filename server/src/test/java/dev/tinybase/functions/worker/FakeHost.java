package dev.tinybase.functions.worker;

import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.JobOptions;
import dev.tinybase.sdk.User;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A server that notes what functions want of it. */
class FakeHost implements Host {
  final List<String> events = Collections.synchronizedList(new ArrayList<>());
  final List<LogLine> lines = Collections.synchronizedList(new ArrayList<>());

  @Override
  public @Nullable JsonNode records(RecordRequest request) {
    events.add(request.getClass().getSimpleName() + " " + request.collection());
    return switch (request) {
      case RecordRequest.Create create -> record("id-1", create.data());
      case RecordRequest.Get get -> record(get.id(), Json.object().put("n", 1));
      case RecordRequest.List _ -> Json.parse("{\"records\":[],\"total\":7,\"next_cursor\":null}");
      case RecordRequest.Update update -> record(update.id(), update.changes());
      case RecordRequest.Replace replace -> record(replace.id(), replace.data());
      case RecordRequest.Delete _ ->
          throw new FunctionException("forbidden", "Not you.", Map.of("why", "no"));
    };
  }

  private static JsonNode record(String id, JsonNode data) {
    return Json.object()
        .put("id", id)
        .put("owner_id", (String) null)
        .put("created_at", "2026-01-01T00:00:00Z")
        .put("updated_at", "2026-01-01T00:00:00Z")
        .set("data", data);
  }

  @Override
  public @Nullable User user(String idOrEmail, boolean asAdmin) {
    return null;
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(Context.Work<T, E> work)
      throws E {
    events.add("begin");
    try {
      var result = work.run();
      events.add("commit");
      return result;
    } catch (Throwable e) {
      events.add("rollback");
      throw e;
    }
  }

  @Override
  public JsonNode call(String function, JsonNode payload, boolean asAdmin) {
    throw new FunctionException("function_not_found", "There is no " + function + ".");
  }

  @Override
  public String enqueue(String function, JsonNode payload, JobOptions options, boolean asAdmin) {
    events.add("enqueue " + function + " " + Json.text(payload) + " " + options + " " + asAdmin);
    return "job-1";
  }

  @Override
  public String secret(String name) {
    return "value of " + name;
  }

  @Override
  public JsonNode setting(String name) {
    return JsonNodeFactory.instance.stringNode("setting of " + name);
  }

  @Override
  public void log(LogLine line) {
    lines.add(line);
  }

  List<String> messages() {
    return lines.stream().map(LogLine::message).toList();
  }
}
