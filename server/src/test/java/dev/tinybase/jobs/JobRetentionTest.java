package dev.tinybase.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import dev.tinybase.auth.TestClock;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class JobRetentionTest {
  private static final List<String> ENDED = List.of("succeeded", "cancelled", "skipped", "failed");

  private final TestClock clock = new TestClock();
  private Instant made = clock.instant();
  private final TimeOrderedEpochFactory ids =
      TimeOrderedEpochFactory.builder().withInstantFunction(() -> this.made).build();
  private final Database database;

  JobRetentionTest(Engine engine) {
    database = engine.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void jobs_go_by_how_they_ended_and_when() {
    ENDED.forEach(status -> ended("old", status, 1));
    open("old");
    clock.advance(Duration.ofDays(1));
    ENDED.forEach(status -> ended("new", status, 1));
    clock.advance(Duration.ofDays(6));
    assertThat(remove(7, 30, 1_000)).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(remove(7, 30, 1_000)).isEqualTo(3);
    assertThat(left("old")).containsExactlyInAnyOrder("failed", "queued");
    assertThat(left("new")).containsExactlyInAnyOrderElementsOf(ENDED);
    clock.advance(Duration.ofDays(23));
    assertThat(remove(7, 30, 1_000)).isEqualTo(4);
    assertThat(left("old")).containsExactly("queued");
    assertThat(left("new")).containsExactly("failed");
  }

  @Test
  void a_job_that_waited_for_long_is_kept_since_its_end() {
    var made = clock.instant();
    clock.advance(Duration.ofDays(60));
    database.write(sql -> {
      insert(sql, "f", "succeeded", made, clock.instant());
      return true;
    });
    clock.advance(Duration.ofDays(6));
    assertThat(remove(7, 30, 1_000)).isZero();
    clock.advance(Duration.ofDays(2));
    assertThat(remove(7, 30, 1_000)).isEqualTo(1);
  }

  @Test
  void where_there_are_too_many_the_oldest_that_succeeded_go_first_and_the_dead_letters_last() {
    ended("f", "failed", 30);
    open("f");
    ended("f", "cancelled", 20);
    ended("f", "succeeded", 500);
    clock.advance(Duration.ofSeconds(1));
    ended("late", "succeeded", 50);
    assertThat(remove(7, 30, 600)).isZero();
    assertThat(remove(7, 30, 100)).isEqualTo(500);
    assertThat(left("late")).hasSize(50);
    assertThat(left("f")).hasSize(51);
    assertThat(remove(7, 30, 35)).isEqualTo(65);
    assertThat(left("late")).isEmpty();
    assertThat(left("f")).hasSize(36).contains("queued", "cancelled", "failed");
    assertThat(remove(7, 30, 0)).isEqualTo(35);
    assertThat(left("f")).containsExactly("queued");
  }

  @Test
  void of_each_task_of_the_server_the_last_twenty_runs_are_kept() {
    ended("system.a", "succeeded", 15);
    ended("system.a", "failed", 10);
    ended("system.b", "succeeded", 20);
    open("system.a");
    ended("other", "succeeded", 30);
    assertThat(remove(7, 30, 1_000)).isEqualTo(5);
    assertThat(left("system.a")).hasSize(21).contains("queued");
    assertThat(left("system.a").stream().filter("failed"::equals)).hasSize(10);
    assertThat(left("system.b")).hasSize(20);
    assertThat(left("other")).hasSize(30);
  }

  @Test
  void a_thread_that_is_interrupted_leaves_the_rest_for_the_next_time() {
    ended("f", "succeeded", 300);
    clock.advance(Duration.ofDays(8));
    Thread.currentThread().interrupt();
    long removed;
    try {
      removed = remove(7, 30, 1_000);
    } catch (RuntimeException stopped) {
      removed = 0;
    }
    Thread.interrupted();
    assertThat(removed + remove(7, 30, 1_000)).isEqualTo(300);
  }

  private long remove(int succeededDays, int failedDays, long most) {
    return new JobRetention(
            database, clock, Duration.ofDays(succeededDays), Duration.ofDays(failedDays), most)
        .removeOld();
  }

  private void ended(String function, String status, int many) {
    database.write(sql -> {
      for (int i = 0; i < many; i++) {
        insert(sql, function, status, clock.instant(), clock.instant());
      }
      return true;
    });
  }

  private void open(String function) {
    database.write(sql -> {
      insert(sql, function, "queued", clock.instant(), null);
      return true;
    });
  }

  private void insert(
      Sql sql, String function, String status, Instant made, @Nullable Instant finished) {
    this.made = made;
    sql.update(
        """
        insert into _jobs (id, function_name, status, priority, run_at, due, max_attempts,
          retry_delay_millis, payload_type, acts_as, trigger_type, request_id, created_at,
          finished_at)
        values (?, ?, ?, 0, ?, 0, 1, 0, 'json', 'operator', 'job', 'r', ?, ?)\
        """,
        ids.create(),
        function,
        status,
        made,
        made,
        finished);
  }

  private List<String> left(String function) {
    return database.read(sql ->
        sql.list(
            "select status from _jobs where function_name = ? order by id",
            row -> row.text(1),
            function));
  }
}
