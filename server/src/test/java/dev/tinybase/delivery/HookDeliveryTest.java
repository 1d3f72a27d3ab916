package dev.tinybase.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.changes.ChangeLog;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookError;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

@ParameterizedClass
@EnumSource(Engine.class)
class HookDeliveryTest {
  private final String url;
  private final DeliveryWorld world;
  private final List<ObjectNode> told = new CopyOnWriteArrayList<>();
  private final List<HookCause> causes = new CopyOnWriteArrayList<>();
  private final HookAction listen =
      (cause, event) -> {
        causes.add(cause);
        told.add(event);
        return null;
      };

  HookDeliveryTest(Engine engine) {
    url = engine.migratedUrl();
    world = new DeliveryWorld(url, "one");
    world.collection("posts");
    world.start();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_handler_is_told_of_each_change_with_its_states_number_and_user() {
    world.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", listen);
    world.on(HookKind.ON_RECORD_UPDATE, "blog.seen", "posts", listen);
    world.on(HookKind.ON_RECORD_DELETE, "blog.seen", "posts", listen);
    var id = world.create("posts", 1);
    world.update("posts", id, 2);
    world.delete("posts", id);
    world.settle();
    assertThat(told).extracting(it -> it.get("collection").stringValue()).containsOnly("posts");
    assertThat(told)
        .extracting(it -> it.get("change").longValue())
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(told.get(0).at("/record/data/n").intValue()).isEqualTo(1);
    assertThat(told.get(1).at("/before/data/n").intValue()).isEqualTo(1);
    assertThat(told.get(1).at("/after/data/n").intValue()).isEqualTo(2);
    assertThat(told.get(2).at("/record/id").stringValue()).isEqualTo(id.toString());
    assertThat(told.get(2).at("/user/email").stringValue()).isEqualTo("ann@example.org");
    assertThat(causes)
        .hasSize(3)
        .extracting(HookCause::userId)
        .containsOnly(DeliveryWorld.ANN.id());
  }

  @Test
  void a_condition_lets_through_what_fulfils_it() {
    world.on(HookKind.ON_RECORD_CREATE, "blog.open", "posts", "{\"open\": true}", listen);
    for (int n = 0; n < 6; n++) {
      world.create("posts", n);
    }
    world.settle();
    assertThat(numbers()).containsExactlyInAnyOrder(0, 2, 4);
  }

  @Test
  void a_condition_that_does_not_fit_stops_the_handler_and_loses_nothing() {
    world.on(HookKind.ON_RECORD_CREATE, "blog.open", "posts", "{\"opne\": true}", listen);
    world.create("posts", 2);
    world.settle();
    assertThat(told).isEmpty();
    assertThat(world.info("blog.open").error()).contains("posts", "opne");
    assertThat(world.info("blog.open").backlog()).isEqualTo(1);
    world.remove("none");
    world.complete.set(false); // the file is being written
    world.remove("blog.open");
    world.complete.set(true);
    world.on(HookKind.ON_RECORD_CREATE, "blog.open", "posts", "{\"open\": true}", listen);
    world.settle();
    assertThat(numbers()).containsExactly(2);
    assertThat(world.info("blog.open").error()).isNull();
  }

  @Test
  void of_all_collections_those_are_meant_that_a_condition_fits() {
    world.collections.create(
        new dev.tinybase.collections.NewCollection(
            "tags",
            "tags",
            dev.tinybase.json.Json.parse("{\"fields\": [{\"name\": \"x\", \"type\": \"string\"}]}"),
            dev.tinybase.json.Json.parse("{}")));
    world.on(HookKind.ON_RECORD_CREATE, "blog.open", "*", "{\"open\": true}", listen);
    world.create("posts", 2);
    world.settle();
    assertThat(numbers()).containsExactly(2);
    assertThat(world.info("blog.open").error()).isNull();
  }

  @Test
  void a_collection_that_is_made_later_is_heard_of_from_its_first_record_on() {
    world.on(HookKind.ON_RECORD_CREATE, "blog.all", "*", listen);
    world.on(HookKind.ON_RECORD_CREATE, "blog.named", "notes", listen);
    world.collection("notes");
    world.create("notes", 1);
    world.settle();
    assertThat(numbers()).containsExactly(1, 1);
    world.collections.delete("notes", true);
    world.create("posts", 2);
    world.settle();
    world.collection("notes");
    world.create("notes", 3);
    world.settle();
    assertThat(numbers()).containsExactlyInAnyOrder(1, 1, 2, 3, 3);
  }

  @Test
  void changes_of_a_collection_that_is_gone_stand_in_nobodys_way() {
    var open = new CountDownLatch(1);
    world.on(
        HookKind.ON_RECORD_CREATE,
        "blog.all",
        "*",
        (cause, event) -> {
          await(open);
          return listen.run(cause, event);
        });
    world.create("posts", 1);
    world.collection("notes");
    world.create("notes", 2);
    world.collections.delete("notes", true);
    world.create("posts", 3);
    open.countDown();
    world.settle();
    assertThat(numbers()).contains(1, 3);
  }

  @Test
  void a_new_handler_begins_at_its_own_beginning() {
    world.create("posts", 1);
    world.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", listen);
    world.create("posts", 2);
    world.settle();
    world.remove("blog.seen");
    world.create("posts", 3);
    world.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", listen);
    world.create("posts", 4);
    world.settle();
    assertThat(numbers()).containsExactly(2, 4);
  }

  @Test
  void a_handler_that_is_loaded_anew_goes_on_where_it_was() {
    world.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", failing("later"));
    world.create("posts", 1);
    world.settle();
    world.complete.set(false); // its file is broken for now
    world.remove("blog.seen");
    world.create("posts", 2);
    world.complete.set(true);
    world.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", listen);
    world.pass(Duration.ofSeconds(2));
    world.settle();
    assertThat(numbers()).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void what_fails_is_tried_six_times_and_then_told_to_people() {
    var runs = new AtomicInteger();
    world.on(
        HookKind.ON_RECORD_CREATE,
        "blog.fails",
        "posts",
        (_, _) -> {
          runs.incrementAndGet();
          throw new HookError("IllegalStateException", "no room");
        });
    world.create("posts", 7);
    for (int attempt = 1; attempt <= 6; attempt++) {
      world.settle();
      assertThat(runs).hasValue(attempt);
      assertThat(world.info("blog.fails").waiting()).isEqualTo(attempt < 6 ? 1 : 0);
      world.pass(Duration.ofMillis(attempt == 6 ? 0 : 1_150L << (attempt - 1)));
    }
    world.settle();
    var failure = world.delivery.service().failures(null, 10, 0).failures().getFirst();
    assertThat(failure.handler()).isEqualTo("blog.fails");
    assertThat(failure.kind()).isEqualTo(HookKind.ON_RECORD_CREATE);
    assertThat(failure.attempts()).isEqualTo(6);
    assertThat(failure.errorType()).isEqualTo("IllegalStateException");
    assertThat(failure.errorMessage()).isEqualTo("no room");
    assertThat(failure.event().at("/record/data/n").intValue()).isEqualTo(7);
    assertThat(world.info("blog.fails").dead()).isEqualTo(1);
    assertThat(world.info("blog.fails").backlog()).isZero();
  }

  @Test
  void what_failed_for_good_can_be_retried_and_dropped() {
    var broken = new AtomicBoolean(true);
    world.on(
        HookKind.ON_RECORD_CREATE,
        "blog.fails",
        "posts",
        (cause, event) -> {
          if (broken.get()) {
            throw Problem.badRequest("no", "not now");
          }
          return listen.run(cause, event);
        });
    world.create("posts", 1);
    world.create("posts", 2);
    untilDead(2);
    var service = world.delivery.service();
    var both = service.failures("blog.fails", 10, 0);
    assertThat(both.total()).isEqualTo(2);
    assertThat(service.failures("blog.other", 10, 0).failures()).isEmpty();
    broken.set(false);
    service.retry(both.failures().get(0).id());
    world.settle();
    service.drop(both.failures().get(1).id());
    assertThat(service.failures(null, 10, 0).total()).isZero();
    assertThat(told).hasSize(1);
    for (Runnable again :
        List.<Runnable>of(
            () -> service.retry(both.failures().get(0).id()),
            () -> service.drop(UUID.randomUUID()))) {
      assertThatThrownBy(again::run)
          .isInstanceOfSatisfying(
              Problem.class, e -> assertThat(e.code()).isEqualTo("hook_failure_not_found"));
    }
  }

  @Test
  void a_server_that_has_too_much_to_do_costs_no_attempt() {
    var busy = new AtomicInteger(20);
    world.on(
        HookKind.ON_RECORD_CREATE,
        "blog.seen",
        "posts",
        (cause, event) -> {
          if (busy.getAndDecrement() > 0) {
            throw Problem.unavailable("server_busy", "Try again.", 1);
          }
          return listen.run(cause, event);
        });
    world.create("posts", 1);
    Eventually.until(
        "it is told",
        () -> {
          world.pass(Duration.ofSeconds(1));
          return told.size() == 1;
        });
    assertThat(world.delivery.service().failures(null, 10, 0).total()).isZero();
  }

  @Test
  void later_events_of_a_record_wait_for_one_that_failed_and_those_of_others_do_not() {
    var broken = new AtomicBoolean(true);
    world.on(HookKind.ON_RECORD_CREATE, "blog.order", "posts", failsForOne(broken));
    world.on(HookKind.ON_RECORD_UPDATE, "blog.order", "posts", failsForOne(broken));
    var first = world.create("posts", 1);
    world.settle();
    world.update("posts", first, 11);
    world.create("posts", 2);
    world.update("posts", first, 12);
    world.settle();
    assertThat(numbers()).containsExactly(2);
    assertThat(world.info("blog.order").waiting()).isEqualTo(3);
    broken.set(false);
    world.pass(Duration.ofSeconds(2));
    world.settle();
    assertThat(numbers()).containsExactly(2, 1, 11, 12);
  }

  @Test
  void one_that_failed_for_good_lets_those_behind_it_go_on() {
    world.on(
        HookKind.ON_RECORD_CREATE, "blog.order", "posts", failsForOne(new AtomicBoolean(true)));
    world.on(
        HookKind.ON_RECORD_UPDATE, "blog.order", "posts", failsForOne(new AtomicBoolean(true)));
    var first = world.create("posts", 1);
    world.update("posts", first, 20);
    world.settle();
    assertThat(told).isEmpty();
    untilDead(1);
    world.settle();
    assertThat(numbers()).containsExactly(20);
  }

  @Test
  void a_chain_of_handlers_that_is_too_long_fails_at_once_and_shows_them() {
    world.on(
        HookKind.ON_RECORD_CREATE,
        "blog.loop",
        "posts",
        (cause, _) -> {
          cause.chain().with("blog.loop").call(() -> world.create("posts", 1));
          return null;
        });
    world.create("posts", 1);
    world.settle();
    var failure = world.delivery.service().failures(null, 10, 0).failures().getFirst();
    assertThat(failure.errorType()).isEqualTo("hook_loop");
    assertThat(failure.errorMessage()).contains("blog.loop > blog.loop");
    assertThat(failure.attempts()).isEqualTo(1);
    assertThat(Objects.requireNonNull(failure.cause()).split(" > ", -1)).hasSize(8);
  }

  @Test
  void a_handler_that_does_not_end_holds_up_no_other_one() {
    var open = new CountDownLatch(1);
    world.on(
        HookKind.ON_RECORD_CREATE,
        "blog.slow",
        "posts",
        (_, _) -> {
          await(open);
          return null;
        });
    world.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", listen);
    for (int n = 0; n < 20; n++) {
      world.create("posts", n);
    }
    Eventually.until("the other one is told", () -> told.size() == 20);
    open.countDown();
    world.settle();
  }

  @Test
  void with_too_many_events_that_wait_no_more_are_read_until_some_are_done() {
    var broken = new AtomicBoolean(true);
    try (var small =
        new DeliveryWorld(
            url, "small", 30, new ChangeLog.Retention(Duration.ofDays(1), 1_000_000))) {
      world.close();
      small.start();
      small.on(
          HookKind.ON_RECORD_CREATE,
          "blog.fails",
          "posts",
          (cause, event) -> {
            if (broken.get()) {
              throw new HookError("Broken", "still");
            }
            return listen.run(cause, event);
          });
      for (int n = 0; n < 400; n++) {
        small.create("posts", n);
      }
      Eventually.until("some wait", () -> small.info("blog.fails").waiting() >= 30);
      Eventually.until("reading has stopped", () -> small.info("blog.fails").waiting() <= 30 + 100);
      // what waits and what is not read yet are counted one after the other, while a batch may end
      Eventually.until("all are counted", () -> small.info("blog.fails").backlog() == 400);
      broken.set(false);
      Eventually.until(
          "all are told",
          () -> {
            small.pass(Duration.ofSeconds(1));
            return told.size() == 400;
          });
      assertThat(numbers()).doesNotHaveDuplicates();
    }
  }

  @Test
  void changes_that_were_removed_unread_are_counted() {
    try (var small =
        new DeliveryWorld(url, "small", 30, new ChangeLog.Retention(Duration.ofDays(1), 10))) {
      world.close();
      small.start();
      small.complete.set(false);
      small.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", "{\"opne\": true}", listen);
      for (int n = 0; n < 30; n++) {
        small.create("posts", n);
      }
      small.log.prune();
      small.remove("blog.seen");
      small.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", listen);
      small.settle();
      assertThat(told).hasSize(10);
      assertThat(small.info("blog.seen").missed()).isEqualTo(20);
    }
  }

  @Test
  void old_failures_are_removed() {
    world.on(HookKind.ON_RECORD_CREATE, "blog.fails", "posts", failing("no"));
    world.create("posts", 1);
    untilDead(1);
    var service = world.delivery.service();
    assertThat(service.removeOld()).isZero();
    world.pass(Duration.ofDays(31));
    assertThat(service.removeOld()).isEqualTo(1);
    assertThat(service.failures(null, 10, 0).total()).isZero();
  }

  @Test
  void a_handler_that_is_gone_takes_what_waits_for_it_along() {
    world.on(HookKind.ON_RECORD_CREATE, "blog.fails", "posts", failing("no"));
    world.create("posts", 1);
    world.settle();
    assertThat(world.info("blog.fails").waiting()).isEqualTo(1);
    world.remove("blog.fails");
    world.on(HookKind.ON_RECORD_CREATE, "blog.fails", "posts", listen);
    world.pass(Duration.ofSeconds(5));
    world.settle();
    assertThat(told).isEmpty();
    assertThat(world.log.consumers(HandlerDelivery.PREFIX)).hasSize(1);
  }

  @Test
  void what_was_committed_before_a_crash_is_told_after_it() {
    var open = new CountDownLatch(1);
    world.on(
        HookKind.ON_RECORD_CREATE,
        "blog.seen",
        "posts",
        (_, _) -> {
          await(open); // never ends in its life
          throw new HookError("Interrupted", "the end");
        });
    for (int n = 0; n < 5; n++) {
      world.create("posts", n);
    }
    try (var again = new DeliveryWorld(url, "one")) {
      again.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", listen);
      again.start();
      again.settle();
      assertThat(numbers()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }
    open.countDown();
  }

  @Test
  void what_runs_at_the_stop_has_some_time_and_the_rest_is_told_after_the_next_start() {
    var begun = new CountDownLatch(1);
    world.on(
        HookKind.ON_RECORD_CREATE,
        "blog.seen",
        "posts",
        (cause, event) -> {
          begun.countDown();
          return listen.run(cause, event);
        });
    for (int n = 0; n < 300; n++) {
      world.create("posts", n);
    }
    await(begun);
    world.close();
    try (var again = new DeliveryWorld(url, "two")) {
      again.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", listen);
      again.start();
      again.settle();
      assertThat(numbers()).hasSize(300).doesNotHaveDuplicates();
    }
  }

  @Test
  void handlers_of_the_start_run_once_and_again_when_their_file_is_loaded_anew() {
    world.on(HookKind.ON_STARTUP, "warm.up", "*", listen);
    world.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", (_, _) -> null);
    world.settle();
    assertThat(told).hasSize(1);
    world.remove("warm.up");
    world.on(HookKind.ON_STARTUP, "warm.up", "*", (cause, event) -> listen.run(cause, event));
    world.settle();
    assertThat(told).hasSize(2);
  }

  private HookAction failsForOne(AtomicBoolean broken) {
    return (cause, event) -> {
      var record = event.has("after") ? event.get("after") : event.get("record");
      if (broken.get() && record.at("/data/n").intValue() % 10 == 1) {
        throw new HookError("Broken", "still");
      }
      return listen.run(cause, event);
    };
  }

  private static HookAction failing(String message) {
    return (_, _) -> {
      throw new HookError("Broken", message);
    };
  }

  private void untilDead(int many) {
    Eventually.until(
        "dead",
        () -> {
          world.pass(Duration.ofSeconds(1));
          return world.delivery.service().failures(null, 0, 0).total() == many;
        });
  }

  private List<Integer> numbers() {
    return told.stream()
        .map(event -> event.has("after") ? event.get("after") : event.get("record"))
        .map(record -> record.at("/data/n").intValue())
        .toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
