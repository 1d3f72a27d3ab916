package dev.tinybase.functions.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.functions.history.CallRecord.Status;
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
  private final Engine engine;
  private final HistoryWorld world;

  RetentionTest(Engine engine) {
    this.engine = engine;
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
    world.history.sweep();
    assertThat(world.count("_function_calls")).isEqualTo(453);
    world.advance(Duration.ofDays(1).plusSeconds(1));
    world.history.sweep();
    assertThat(world.count("_function_calls")).isEqualTo(3);
    assertThat(world.count("_function_logs")).isEqualTo(3);
    world.advance(Duration.ofDays(7));
    world.history.sweep();
    assertThat(world.count("_function_calls")).isZero();
    assertThat(world.count("_function_logs")).isZero();
  }

  @Test
  void the_oldest_calls_go_when_there_are_too_many() {
    put(1000);
    world.history.sweep();
    assertThat(world.count("_function_calls")).isEqualTo(1000);
    world.advance(Duration.ofSeconds(1));
    put(250);
    var newest = world.history.calls().list(CallFilter.ALL, 1000, 0, null, false);
    world.history.sweep();
    var left = world.history.calls().list(CallFilter.ALL, 1000, 0, null, true);
    assertThat(left.total()).isEqualTo(1000);
    assertThat(left.calls()).isEqualTo(newest.calls());
    assertThat(world.count("_function_logs")).isEqualTo(1000);
  }

  @Test
  void a_server_that_died_leaves_no_call_running() {
    var lost = world.running("slow");
    world.history.log().started(lost, world.soon());
    world.history.close(); // as far as the call is concerned, the server dies here
    world.advance(Duration.ofSeconds(5));
    world.history = world.another(world.settings.server().port());
    var own = world.running("own");
    world.history.log().started(own, world.soon());
    world.history.start();
    var found = world.find(lost.id());
    assertThat(found.status()).isEqualTo(Status.FAILED);
    assertThat(found.errorType()).isEqualTo("ServerStopped");
    assertThat(found.finishedAt()).isEqualTo(world.clock.instant());
    assertThat(world.find(own.id()).status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void another_nodes_call_runs_until_it_is_long_overdue() {
    var call = world.running("slow");
    world.history.log().started(call, world.soon());
    assertThat(world.find(call.id()).status()).isEqualTo(Status.RUNNING);
    try (var other = world.another(9)) {
      if (engine == Engine.POSTGRES) {
        other.start();
      }
      world.advance(Duration.ofSeconds(89));
      other.sweep();
      assertThat(world.find(call.id()).status()).isEqualTo(Status.RUNNING);
      world.advance(Duration.ofSeconds(2));
      other.sweep();
      assertThat(world.find(call.id()).errorType()).isEqualTo("ServerStopped");
    }
  }

  @Test
  void a_call_that_was_given_up_and_ends_after_all_has_its_own_end() {
    var call = world.running("slow");
    world.history.log().started(call, world.soon());
    world.history.calls().find(call.id());
    world.advance(Duration.ofMinutes(3));
    world.history.sweep();
    world.history.log().finished(HistoryWorld.ended(call, Status.SUCCEEDED));
    var ended = world.find(call.id());
    assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(ended.errorType()).isNull();
  }

  private void put(int calls) {
    for (int i = 0; i < calls; i++) {
      var call = world.succeeded("f", 1);
      world.history.log().line(call.id(), "f", new LogLine(world.clock.instant(), Level.INFO, "x"));
      world.history.log().finished(call);
    }
    world.history.calls().find(world.ids.next()); // everything is written then
  }
}
