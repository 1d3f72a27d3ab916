package dev.tinybase.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.db.Database;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Since when servers have been looking for what is due. */
@ParameterizedClass
@EnumSource(Engine.class)
class UpTimeTest {
  private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Engine engine;
  private final Database database;
  private final UpTime one;
  private final UpTime two;

  UpTimeTest(Engine engine) {
    this.engine = engine;
    database = engine.fresh();
    one = new UpTime(database, "one", INTERVAL);
    two = new UpTime(database, "two", INTERVAL);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void looks_that_follow_each_other_are_no_pause() {
    for (int second = 0; second <= 60; second += 5) {
      look(one, second);
    }
    assertThat(one.upSince(at(60))).isEqualTo(START);
  }

  @Test
  void looks_that_fail_for_ten_seconds_are_a_pause() {
    look(one, 0);
    one.begin(at(5));
    one.begin(at(9));
    assertThat(one.upSince(at(9))).isEqualTo(START);
    one.begin(at(11));
    assertThat(one.upSince(at(11))).isEqualTo(at(11));
    one.begin(at(12));
    one.looked(at(12));
    look(one, 13);
    assertThat(one.upSince(at(13))).isEqualTo(at(12));
  }

  @Test
  void a_clock_that_is_put_back_a_little_is_nothing_and_further_is_told() {
    look(one, 3600);
    assertThat(one.begin(at(3591))).isEqualTo(UpTime.Clock.STEADY);
    assertThat(one.begin(at(10))).isEqualTo(UpTime.Clock.PUT_BACK);
    assertThat(one.begin(at(11))).isEqualTo(UpTime.Clock.STEADY);
    assertThat(one.upSince(at(11))).isEqualTo(at(10));
  }

  @Test
  void the_eldest_server_that_lives_counts_where_there_can_be_several() {
    look(one, 0);
    look(one, 5);
    look(two, 8);
    assertThat(two.upSince(at(8))).isEqualTo(engine == Engine.SQLITE ? at(8) : START);
    look(two, 18);
    assertThat(two.upSince(at(18))).as("one is not heard of any more").isEqualTo(at(8));
  }

  @Test
  void a_server_that_stops_counts_no_more() {
    look(one, 0);
    one.end();
    look(two, 1);
    assertThat(two.upSince(at(1))).isEqualTo(at(1));
  }

  private static void look(UpTime server, int second) {
    server.begin(at(second));
    server.looked(at(second));
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }
}
