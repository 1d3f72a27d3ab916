package dev.tinybase.functions.history;

import dev.tinybase.config.Settings;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.text.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Deletes calls that are too old or too many, with their log lines, in slices that are small enough
 * for the writes of others not to wait.
 */
final class Retention {
  private static final int SLICE = 200;
  private static final Duration RECOUNT = Duration.ofHours(1);

  private final Database database;
  private final InstantSource clock;
  private final Duration age;
  private final long most;
  private final LongSupplier written;
  private final String id;
  private Instant countedAt = Instant.MIN; // these three by the one thread that sweeps
  private long counted;
  private long writtenThen;

  /**
   * A sweeper.
   *
   * @param written how many calls this process has kept, which spares most of the counting
   */
  Retention(
      Database database, Settings.Functions settings, InstantSource clock, LongSupplier written) {
    this.database = database;
    this.clock = clock;
    this.age = Duration.ofDays(settings.keepCallsDays());
    this.most = settings.keepCalls();
    this.written = written;
    this.id = database.dialect().select(ColumnType.UUID, "id");
  }

  synchronized long sweep() {
    long old = prune(Uuids.least(clock.instant().minus(age)));
    long excess = count() - most;
    if (excess <= 0) {
      return old;
    }
    counted = most;
    return old + prune(atPlace(excess));
  }

  private long count() {
    var now = clock.instant();
    long since = written.getAsLong() - writtenThen;
    if (counted + since > most || now.isAfter(countedAt.plus(RECOUNT))) {
      writtenThen += since;
      counted = database.read(sql -> sql.number("select count(*) from _function_calls"));
      countedAt = now;
      return counted;
    }
    return 0;
  }

  /** Deletes what came in before, and tells how many calls. */
  private long prune(UUID end) {
    return anyBefore(end) ? database.writeInSlices(SLICE, sql -> slice(sql, end)) : 0;
  }

  private boolean anyBefore(UUID end) {
    return database.read(sql ->
        sql.first("select 1 from _function_calls where id < ? limit 1", row -> row.integer(1), end)
            .isPresent());
  }

  /** Deletes the oldest ones and tells how many. */
  private int slice(Sql sql, UUID end) {
    var bound =
        sql.first(
                "select %s from _function_calls where id < ? order by id limit 1 offset %d"
                    .formatted(id, SLICE),
                row -> row.uuid(1),
                end)
            .orElse(end);
    sql.update("delete from _function_logs where call_id < ?", bound);
    return sql.update("delete from _function_calls where id < ?", bound);
  }

  private UUID atPlace(long place) {
    return database.read(sql ->
        sql.first(
                "select " + id + " from _function_calls order by id limit 1 offset ?",
                row -> row.uuid(1),
                place)
            .orElse(Uuids.least(Instant.EPOCH)));
  }
}
