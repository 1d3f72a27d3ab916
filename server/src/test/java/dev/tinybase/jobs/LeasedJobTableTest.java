package dev.tinybase.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.TestClock;
import dev.tinybase.db.Database;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who has a job, and for how long. */
@ParameterizedClass
@EnumSource(Engine.class)
class LeasedJobTableTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final TestClock clock = new TestClock();
  private final Engine engine;
  private final Database database;
  private final LeasedJobTable ours;
  private final LeasedJobTable theirs;

  LeasedJobTableTest(Engine engine) {
    this.engine = engine;
    database = engine.fresh();
    ours = new LeasedJobTable(database, clock, "one", LEASE);
    theirs = new LeasedJobTable(database, clock, "two", LEASE);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_job_is_nobody_elses_until_its_lease_is_over() {
    var job = added();
    clock.advance(LEASE);
    assertThat(claim(theirs)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(claim(theirs)).containsExactly(job);
    assertThat(claim(theirs)).isEmpty();
    assertThat(ours.begin(job)).isFalse();
    assertThat(end(ours, job)).isFalse();
    assertThat(theirs.begin(job)).isTrue();
    assertThat(end(theirs, job)).isTrue();
    clock.advance(Duration.ofDays(1));
    assertThat(claim(ours)).isEmpty();
  }

  @Test
  void whoever_is_heard_of_keeps_its_jobs() {
    var job = added();
    clock.advance(Duration.ofSeconds(20));
    ours.renew(List.of(job.id()));
    clock.advance(Duration.ofSeconds(20));
    assertThat(claim(theirs)).isEmpty();
    assertThat(ours.begin(job)).isTrue();
  }

  @Test
  void a_lost_node_is_counted_only_where_it_ran_the_job() {
    var job = added();
    clock.advance(Duration.ofMinutes(1));
    assertThat(claim(theirs)).containsExactly(job);
    theirs.begin(job);
    clock.advance(Duration.ofMinutes(1));
    claim(ours);
    assertThat(count("lost_workers = 1 and attempt = 1 and error_type = 'WorkerLost'"))
        .isEqualTo(1);
  }

  @Test
  void what_a_stop_releases_is_taken_at_once() {
    var job = added();
    ours.begin(job);
    ours.release(job, "Interrupted", "The server stopped.");
    var taken = claim(theirs);
    assertThat(taken).extracting(LeasedJob::id).containsExactly(job.id());
    assertThat(taken.getFirst().lostWorkers()).isZero();
  }

  @Test
  void a_new_life_takes_the_jobs_of_the_former_one() {
    var job = added();
    var own = added();
    var next = new LeasedJobTable(database, clock, "one", LEASE);
    assertThat(next.claim(true, id -> !id.equals(own.id()), 10)).containsExactly(job);
    var other = new LeasedJobTable(database, clock, "three", LEASE).claim(true, _ -> true, 10);
    assertThat(other).hasSize(engine == Engine.SQLITE ? 2 : 0);
  }

  @Test
  void jobs_that_have_ended_go_with_their_records() {
    var ended = added();
    var waiting = added();
    end(ours, ended);
    database.write(sql -> {
      LeasedJobTable.deleteBefore(sql, new UUID(-1, -1));
      return true;
    });
    assertThat(count("true")).isEqualTo(1);
    assertThat(ours.begin(waiting)).isTrue();
  }

  private LeasedJob added() {
    var id = UUID.randomUUID();
    var job =
        new LeasedJob(
            id,
            "f",
            0,
            1,
            0,
            "json",
            "{}",
            LeasedJob.Actor.USER,
            UUID.randomUUID(),
            "manual",
            "r",
            id);
    database.write(sql -> {
      ours.add(sql, job);
      return true;
    });
    return job;
  }

  private static List<LeasedJob> claim(LeasedJobTable table) {
    return table.claim(false, _ -> true, 10);
  }

  private boolean end(LeasedJobTable table, LeasedJob job) {
    return database.write(sql -> table.end(sql, job, LeasedJob.Status.SUCCEEDED, null, null));
  }

  private long count(String which) {
    return database.read(sql -> sql.number("select count(*) from _jobs where " + which));
  }
}
