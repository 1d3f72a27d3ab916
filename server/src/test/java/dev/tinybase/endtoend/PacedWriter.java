package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Http;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * A client that writes at a rate: ten times a second it sends one batch, which makes records and
 * changes those of the batch before, and remembers what was acknowledged, as {@link Writers} does.
 * What is late is made up for, as far as the machine is fast enough for the rate.
 */
final class PacedWriter implements AutoCloseable {
  private static final int PAUSE_MILLIS = 100;

  private final Http http;
  private final int round;
  private final int records;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger batches = new AtomicInteger();
  private List<JsonNode> last = List.of();

  private PacedWriter(Http http, int round, int perSecond) {
    this.http = http;
    this.round = round;
    this.records = perSecond * PAUSE_MILLIS / 1000 / 2;
  }

  /** Starts; half of the writes make records, half of them change one. */
  static PacedWriter start(Http http, int round, int perSecond) {
    var writer = new PacedWriter(http, round, perSecond);
    var _ = writer.timer.scheduleAtFixedRate(writer::write, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    return writer;
  }

  /** What was acknowledged until now: for each title the number of changes. */
  Map<String, Integer> soFar() {
    return new HashMap<>(acknowledged);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void write() {
    var batch = Json.object();
    var operations = batch.putArray("operations");
    last.forEach(record -> operations.add(change(record)));
    for (int i = 0; i < records; i++) {
      operations.add(create(round + "-" + batches.get() + "-" + i));
    }
    var reply = http.post("/api/batch", Json.text(batch));
    if (reply.status() == 200) {
      acknowledge(reply.json().path("results"));
    }
  }

  private JsonNode create(String title) {
    var operation = Json.object().put("op", "create").put("collection", "notes");
    operation
        .putObject("data")
        .put("title", title)
        .put("body", Writers.body(title))
        .put("round", round);
    return operation;
  }

  private static JsonNode change(JsonNode record) {
    var operation = Json.object().put("op", "update").put("collection", "notes");
    operation.put("id", record.path("id").stringValue()).putObject("data").put("changes", 1);
    return operation;
  }

  private void acknowledge(JsonNode results) {
    assertThat(results.size()).isEqualTo(last.size() + records);
    var made = new ArrayList<JsonNode>();
    for (var result : results) {
      var record = result.path("record");
      var data = record.path("data");
      acknowledged.put(data.path("title").stringValue(), data.path("changes").intValue());
      if (data.path("changes").intValue() == 0) {
        made.add(record);
      }
    }
    last = made;
    batches.incrementAndGet();
  }
}
