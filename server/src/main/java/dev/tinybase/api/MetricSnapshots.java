package dev.tinybase.api;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import dev.tinybase.functions.history.CallMetrics;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Snapshots of how large the collections are and how the functions do, taken now and then by the
 * server's housekeeping, so that looking at them costs nothing.
 */
public final class MetricSnapshots {
  private static final String SIZES = "collection_sizes";
  private static final String FUNCTIONS = "function_stats";

  /** Snapshots that are kept, of both types together. */
  private static final int MOST = 1000;

  /** How far the figures of functions look back. */
  private static final int HOURS = 24;

  private record Snapshot(JsonNode data, Instant collectedAt) {}

  private final Database database;
  private final Clock clock;
  private final Supplier<Map<String, Long>> sizes;
  private final CallMetrics calls;
  private final TimeOrderedEpochFactory ids;
  private final String latest;

  /**
   * Takes none by itself.
   *
   * @param sizes how many records each collection has, by its name
   */
  public MetricSnapshots(
      Database database, Clock clock, Supplier<Map<String, Long>> sizes, CallMetrics calls) {
    this.database = database;
    this.clock = clock;
    this.sizes = sizes;
    this.calls = calls;
    this.ids = TimeOrderedEpochFactory.builder().withInstantFunction(clock::instant).build();
    this.latest =
        "select data, %s from _metrics where metric_type = ? order by id desc limit 1"
            .formatted(database.dialect().select(ColumnType.TIMESTAMP, "collected_at"));
  }

  /** Takes a snapshot of each type, forgets the oldest, and tells how many it took. */
  public long collect() {
    var collections = collectionSizes();
    var functions = functionStats();
    return database.write(sql -> {
      for (var each : Map.of(SIZES, collections, FUNCTIONS, functions).entrySet()) {
        sql.update(
            "insert into _metrics (id, metric_type, data, collected_at) values (?, ?, ?, ?)",
            ids.create(),
            each.getKey(),
            Json.text(each.getValue()),
            clock.instant());
      }
      sql.update(
          "delete from _metrics where id in (select id from _metrics order by id desc limit "
              + MOST
              + " offset "
              + MOST
              + ")");
      return 2;
    });
  }

  /** The last snapshot of each type, as admins get it; empty lists where there is none yet. */
  public ObjectNode latest() {
    var collections = latest(SIZES);
    var functions = latest(FUNCTIONS);
    var collectedAt =
        functions.or(() -> collections).map(Snapshot::collectedAt).orElseGet(clock::instant);
    var body = Json.object();
    body.set(SIZES, data(collections));
    body.set(FUNCTIONS, data(functions));
    return body.put("collected_at", Instants.text(collectedAt));
  }

  private Optional<Snapshot> latest(String type) {
    return database.read(sql ->
        sql.first(latest, row -> new Snapshot(Json.trusted(row.text(1)), row.instant(2)), type));
  }

  private static JsonNode data(Optional<Snapshot> snapshot) {
    return snapshot.map(Snapshot::data).orElseGet(Json.object()::arrayNode);
  }

  private ArrayNode collectionSizes() {
    var list = Json.object().arrayNode();
    sizes
        .get()
        .forEach((name, count) ->
            list.addObject().put("collection_name", name).put("record_count", count));
    return list;
  }

  /** Calls that run have neither a duration nor an end: they count in the total alone. */
  private ArrayNode functionStats() {
    var list = Json.object().arrayNode();
    for (var each : calls.totals(HOURS)) {
      list.addObject()
          .put("function_name", each.functionName())
          .put("avg_runtime_ms", ratio(each.micros(), 1000 * each.ended()))
          .put("error_rate", ratio(100 * each.failed(), Math.max(1, each.ended())))
          .put("total_calls", each.total());
    }
    return list;
  }

  /** With two decimals; null where nothing has ended. */
  private static @Nullable BigDecimal ratio(long part, long whole) {
    return whole == 0
        ? null
        : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
  }
}
