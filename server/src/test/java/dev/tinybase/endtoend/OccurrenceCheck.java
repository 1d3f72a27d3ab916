package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Http;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Compares the jobs of schedules of one second with the records that their runs have left. */
final class OccurrenceCheck {
  private static final int PAGE = 1000;

  private final Http http;
  private final long deadline;
  private int jobs;

  OccurrenceCheck(Http http, Duration patience) {
    this.http = http;
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /** How many jobs were looked at. */
  int jobs() {
    return jobs;
  }

  /**
   * Each second up to the last moment has one job, which has succeeded and whose last attempt has
   * left one record; returns how many took more than one attempt.
   */
  int check(String schedule, Instant last) {
    var runs = ended(schedule);
    jobs += runs.size();
    var moments = runs.stream().map(OccurrenceCheck::moment).toList();
    for (int i = 1; i < moments.size(); i++) {
      assertThat(Duration.between(moments.get(i - 1), moments.get(i)))
          .as("from %s to the next occurrence of %s", moments.get(i - 1), schedule)
          .isEqualTo(Duration.ofSeconds(1));
    }
    assertThat(moments.getLast()).isAfterOrEqualTo(last.minusSeconds(1));
    return (int) runs.stream().filter(this::ranAgain).count();
  }

  /** The jobs of a schedule in the order of their moments, as soon as all of them have ended. */
  private List<JsonNode> ended(String schedule) {
    while (true) {
      var runs = runs(schedule);
      if (runs.stream().allMatch(run -> run.path("finished_at").isString())) {
        return runs;
      }
      assertThat(System.nanoTime()).as("not ended: %s", runs).isLessThan(deadline);
      LockSupport.parkNanos(200_000_000);
    }
  }

  private List<JsonNode> runs(String schedule) {
    var runs = new ArrayList<JsonNode>();
    for (int offset = 0; ; offset += PAGE) {
      var path =
          "/api/admin/schedules/%s/runs?limit=%d&offset=%d".formatted(schedule, PAGE, offset);
      var page = http.get(path).json().path("runs");
      page.forEach(runs::add);
      if (page.size() < PAGE) {
        runs.sort(Comparator.comparing(OccurrenceCheck::moment));
        return runs;
      }
    }
  }

  private static Instant moment(JsonNode run) {
    return Instant.parse(run.path("scheduled_at").stringValue());
  }

  private boolean ranAgain(JsonNode job) {
    assertThat(job.path("status").stringValue()).as(job.toString()).isEqualTo("succeeded");
    int attempts = job.path("attempt").intValue();
    var id = job.path("id").stringValue();
    if (attempts == 1) {
      assertThat(records(id)).as(job.toString()).containsExactly(1);
      return false;
    }
    assertThat(records(id)).as(job.toString()).doesNotHaveDuplicates().contains(attempts);
    return true;
  }

  /** The attempts of a job that have left a record. */
  private List<Integer> records(String job) {
    var path = "/api/collections/ticks/records?limit=100&filter%5Bjob%5D=" + job;
    var attempts = new ArrayList<Integer>();
    for (var record : http.get(path).json().path("records")) {
      attempts.add(record.path("data").path("attempt").intValue());
    }
    return attempts;
  }
}
