package dev.tinybase.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.TinyBase;
import dev.tinybase.cli.testing.LocalInstances.ManualClock;
import dev.tinybase.config.Settings;
import dev.tinybase.schedule.ScheduleChange;
import dev.tinybase.schedule.ScheduleFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedTimeTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock(START);
  private TinyBase tinybase;
  private SimulatedTime time;

  @BeforeEach
  void open() throws IOException {
    var functions = Files.createDirectory(directory.resolve("functions"));
    Files.writeString(
        functions.resolve("minutely.java"),
        """
        import dev.tinybase.sdk.*;

        @Register(name = "minutely", auth = Auth.ADMIN)
        @Scheduled(every = "1m")
        void minutely() {}
        """);
    var settings =
        Settings.with(
            Map.of(
                "database.url", "sqlite:///" + directory.resolve("tinybase.db"),
                "jwt.key_file", directory.resolve("jwt.key").toString(),
                "secrets.key_file", directory.resolve("secrets.key").toString(),
                "functions.path", functions.toString(),
                "functions.cache", directory.resolve("cache").toString()));
    tinybase = TinyBase.open(settings, clock);
    assertThat(tinybase.functions().loader().reload().failures()).isEmpty();
    LocalInstances.pauseHousekeeping(tinybase.schedules());
    time = new SimulatedTime(tinybase, clock, 5);
  }

  @AfterEach
  void close() {
    tinybase.close();
  }

  @Test
  void too_many_runs_end_it_where_it_is() {
    assertThatThrownBy(() -> time.pass(Duration.ofHours(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "5 runs have fallen due until 2026-11-22T10:05:00Z, before all of the time has passed;"
                + " let less time pass at once.");
    assertThat(time.runs()).hasSize(5);
    time.pass(Duration.ofSeconds(150));
    assertThat(time.runs()).hasSize(7);
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(450));
  }

  @Test
  void a_schedule_that_is_paused_does_not_run() {
    var service = tinybase.schedules().service();
    var id = service.list(ScheduleFilter.ALL, 10, 0).schedules().getFirst().id();
    service.update(id, ScheduleChange.active(false));
    time.pass(Duration.ofHours(1));
    assertThat(time.runs()).isEmpty();
  }

  @Test
  void time_does_not_go_back_and_does_not_pass_in_a_transaction() {
    assertThatThrownBy(() -> time.pass(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> inTransaction(() -> time.pass(Duration.ZERO)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before or after");
    assertThat(clock.instant()).isEqualTo(START);
  }

  private void inTransaction(Runnable work) {
    tinybase
        .database()
        .transaction(
            Duration.ofSeconds(5),
            () -> {
              work.run();
              return true;
            });
  }
}
