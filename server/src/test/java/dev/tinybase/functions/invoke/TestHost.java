package dev.tinybase.functions.invoke;

import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.JobOptions;
import dev.tinybase.sdk.User;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A server that notes what it is asked and answers as the test says. */
final class TestHost implements Host {
  final List<RecordRequest> requests = new CopyOnWriteArrayList<>();
  final List<LogLine> lines = new CopyOnWriteArrayList<>();
  final List<String> calls = new ArrayList<>();
  final List<String> jobs = new ArrayList<>();
  Function<RecordRequest, @Nullable JsonNode> records = request -> Json.object();
  Function<JsonNode, JsonNode> other = payload -> payload;
  int transactions;

  @Override
  public @Nullable JsonNode records(RecordRequest request) {
    requests.add(request);
    return records.apply(request);
  }

  @Override
  public @Nullable User user(String idOrEmail, boolean asAdmin) {
    return null;
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(Context.Work<T, E> work)
      throws E {
    transactions++;
    return work.run();
  }

  @Override
  public JsonNode call(String function, JsonNode payload, boolean asAdmin) {
    calls.add(function + (asAdmin ? " as admin " : " ") + Json.text(payload));
    return other.apply(payload);
  }

  @Override
  public String enqueue(String function, JsonNode payload, JobOptions options, boolean asAdmin) {
    jobs.add(function + (asAdmin ? " as admin " : " ") + Json.text(payload) + " " + options);
    return "job-" + jobs.size();
  }

  @Override
  public String secret(String name) {
    if (!name.equals("KEY")) {
      throw new FunctionException("secret_not_found", "There is no secret " + name);
    }
    return "s3cret";
  }

  @Override
  public @Nullable JsonNode setting(String name) {
    return name.equals("keep_days") ? JsonNodeFactory.instance.numberNode(30) : null;
  }

  @Override
  public void log(LogLine line) {
    lines.add(line);
  }
}
