package dev.tinybase.functions.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class RetentionTest {
  private final HistoryWorld world;

  RetentionTest(Engine engine) {
    world =
        new HistoryWorld(
            engine, Map.of("functions.keep_calls_days", "7", "functions.keep_calls", "1000"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void calls_that_are_too_old_go_with_their_lines() {
    put(450);
    world.advance(Duration.ofDays(6));
    put(3);
    world.history.removeOld();
    assertThat(world.count("_function_calls")).isEqualTo(453);
    world.advance(Duration.ofDays(1).plusSeconds(1));
    world.history.removeOld();
    assertThat(world.count("_function_calls")).isEqualTo(3);
    assertThat(world.count("_function_logs")).isEqualTo(3);
    world.advance(Duration.ofDays(7));
    world.history.removeOld();
    assertThat(world.count("_function_calls")).isZero();
    assertThat(world.count("_function_logs")).isZero();
  }

  @Test
  void the_oldest_calls_go_when_there_are_too_many() {
    put(1000);
    world.history.removeOld();
    assertThat(world.count("_function_calls")).isEqualTo(1000);
    world.advance(Duration.ofSeconds(1));
    put(250);
    var newest = world.history.calls().list(CallReader.Filter.ALL, 1000, 0, null, false);
    world.history.removeOld();
    var left = world.history.calls().list(CallReader.Filter.ALL, 1000, 0, null, true);
    assertThat(left.total()).isEqualTo(1000);
    assertThat(left.calls()).isEqualTo(newest.calls());
    assertThat(world.count("_function_logs")).isEqualTo(1000);
  }

  private void put(int calls) {
    for (int i = 0; i < calls; i++) {
      var call = world.succeeded("f", 1);
      world.history.line(call.id(), "f", new LogLine(world.clock.instant(), Level.INFO, "x"));
      world.history.finished(call);
    }
    world.history.calls().find(world.ids.next()); // everything is written then
  }
}
