package dev.tinybase.functions.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.changes.Change;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class CallEventTest {
  private final HistoryWorld world;

  CallEventTest(Engine engine) {
    world = new HistoryWorld(engine);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void the_beginning_and_the_end_of_a_call_are_told_with_the_record_of_it() {
    var consumer = world.changes.register("calls", Set.of(Change.CALL_BEGUN, Change.CALL_ENDED));
    var running = world.running("hello");
    var ended = RecordCopy.with(HistoryWorld.ended(running, Status.SUCCEEDED), "cause", "a.b");
    world.history.begun(() -> running);
    world.history.finished(ended);
    world.history.flush();
    var changes = consumer.next(10).changes().stream().map(Change.Logged::change).toList();
    assertThat(changes).extracting(Change::recordId).containsOnly(running.id());
    assertThat(changes).extracting(Change::cause).containsExactly(null, "a.b");
    var begun = Json.parse(Objects.requireNonNull(changes.get(0).after()));
    assertThat(begun.get("function_name").stringValue()).isEqualTo("hello");
    assertThat(begun.get("payload").isNull()).isTrue();
    var end = Json.parse(Objects.requireNonNull(changes.get(1).after()));
    assertThat(end.get("status").stringValue()).isEqualTo("succeeded");
    assertThat(end.get("duration_ms").doubleValue()).isEqualTo(5);
  }

  @Test
  void the_end_of_an_asynchronous_call_is_told_in_its_transaction() {
    var consumer = world.changes.register("calls", Set.of(Change.CALL_ENDED));
    var call = world.running("hello");
    world.keep(call);
    assertThat(consumer.next(10).changes()).isEmpty();
    world.keep(RecordCopy.with(HistoryWorld.ended(call, Status.FAILED), "cause", "a.b"));
    assertThat(consumer.next(10).changes())
        .extracting(it -> it.change().cause())
        .containsExactly("a.b");
  }

  @Test
  void what_nobody_listens_to_is_neither_made_nor_written() {
    var made = new AtomicBoolean();
    world.history.begun(() -> {
      made.set(true);
      return world.running("hello");
    });
    world.history.finished(world.succeeded("hello", 5));
    world.history.flush();
    assertThat(made).isFalse();
    assertThat(new ChangeLog(world.database, world.clock).last()).isZero();
  }
}
