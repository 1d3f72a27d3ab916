package dev.tinybase.functions.history;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.text.Instants;
import dev.tinybase.text.Uuids;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Figures of the calls of a time: how many, how they ended, how long they took. */
public final class CallMetrics {
  /**
   * The calls of a function.
   *
   * @param running calls that have not ended; they count neither as succeeded nor as failed
   * @param p50Micros the least duration that half of the ended calls did not exceed
   * @param lastCall when the last one began
   * @param lastFailure when the last one began that failed; null where none did
   */
  public record Figures(
      String functionName,
      long total,
      long succeeded,
      long failed,
      long running,
      double averageMicros,
      long p50Micros,
      long p95Micros,
      Instant lastCall,
      @Nullable Instant lastFailure) {
    /** The part of the ended calls that failed, 0 to 1. */
    public double errorRate() {
      long ended = succeeded + failed;
      return ended == 0 ? 0 : (double) failed / ended;
    }
  }

  /** The calls of a function that came in within an hour or a day. */
  public record Bucket(Instant start, Figures figures) {}

  /**
   * The calls of a function without their percentiles, which cost a sort.
   *
   * @param ended those that have succeeded or failed
   * @param micros how long these took together
   */
  public record Totals(String functionName, long total, long ended, long failed, long micros) {}

  /** How long a bucket is. */
  public enum Period {
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS);

    private final long micros;

    Period(ChronoUnit unit) {
      this.micros = unit.getDuration().toMillis() * 1000;
    }
  }

  /**
   * The percentiles are exact: of the durations in their order, the one at the place {@code
   * ceil(share * count)}. Calls that run have no duration, and places of their own.
   */
  private static final String QUERY =
      """
      with timed as (
        select function_name, status, duration_micros, :bucket as bucket, :started as started,
          row_number() over (
            partition by function_name, :bucket, duration_micros is null
            order by duration_micros) as place,
          count(duration_micros) over (partition by function_name, :bucket) as ended
        from _function_calls where id >= ?)
      select function_name, bucket, count(*) as total,
        sum(case status when 'succeeded' then 1 else 0 end) as succeeded,
        sum(case status when 'failed' then 1 else 0 end) as failed,
        sum(case status when 'running' then 1 else 0 end) as running,
        sum(duration_micros) as micros, max(ended) as ended,
        max(case when place = (ended * 50 + 99) / 100 then duration_micros end) as p50,
        max(case when place = (ended * 95 + 99) / 100 then duration_micros end) as p95,
        max(started) as last_call, max(case status when 'failed' then started end) as last_failure
      from timed group by function_name, bucket order by bucket, function_name\
      """;

  private final Database database;
  private final InstantSource clock;
  private final Runnable flush;

  CallMetrics(Database database, InstantSource clock, Runnable flush) {
    this.database = database;
    this.clock = clock;
    this.flush = flush;
  }

  /** The figures of each function that was called in the last hours. */
  public List<Figures> last(int hours) {
    return read(hours, query("''"), CallMetrics::figures);
  }

  /** How many calls of each function there were in the last hours. */
  public List<Totals> totals(int hours) {
    var text =
        """
        select function_name, count(*), count(duration_micros),
          sum(case status when 'failed' then 1 else 0 end),
          cast(coalesce(sum(duration_micros), 0) as bigint)
        from _function_calls where id >= ? group by function_name order by function_name\
        """;
    return read(
        hours,
        text,
        row ->
            new Totals(
                row.text(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)));
  }

  /** The figures for each hour or day (of UTC) in which there were calls, the oldest first. */
  public List<Bucket> last(int hours, Period period) {
    return read(
        hours,
        query(started() + " / " + period.micros),
        row -> new Bucket(Instants.ofMicros(row.integer("bucket") * period.micros), figures(row)));
  }

  private String query(String bucket) {
    return QUERY.replace(":bucket", bucket).replace(":started", started());
  }

  private String started() {
    return database.dialect().select(ColumnType.TIMESTAMP, "started_at");
  }

  private <T> List<T> read(int hours, String query, Function<Row, T> mapper) {
    flush.run();
    var since = Uuids.least(clock.instant().minus(hours, ChronoUnit.HOURS));
    return database.read(sql -> sql.list(query, mapper, since));
  }

  private static Figures figures(Row row) {
    long ended = row.integer("ended");
    return new Figures(
        row.text("function_name"),
        row.integer("total"),
        row.integer("succeeded"),
        row.integer("failed"),
        row.integer("running"),
        ended == 0 ? 0 : (double) row.integer("micros") / ended,
        row.integer("p50"),
        row.integer("p95"),
        row.instant("last_call"),
        row.instantOrNull("last_failure"));
  }
}
