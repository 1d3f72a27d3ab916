package dev.tinybase.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookError;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random changes, failures and pauses; and several nodes on one database. */
class DeliveryOrderTest {
  private static final int RECORDS = 12;
  private static final int CHANGES = 600;

  /** So often a change fails at most: fewer times than it is tried, so that none is given up. */
  private static final int MOST_FAILURES = 4;

  /** What a handler was told of each record, in the order in which it was done with it. */
  private final Map<UUID, List<Integer>> told = new ConcurrentHashMap<>();

  private final AtomicInteger runs = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(Engine.class)
  void each_record_is_told_in_order_whatever_fails_meanwhile(Engine engine) {
    long seed = System.nanoTime();
    System.out.println("DeliveryOrderTest " + engine + " seed " + seed);
    var random = new Random(seed);
    try (var world = new DeliveryWorld(engine.migratedUrl(), "one")) {
      world.collection("posts");
      world.start();
      listen(world, collecting(random, 0.15));
      var last = change(List.of(world), random);
      Eventually.until(
          "all are told",
          () -> {
            world.pass(Duration.ofSeconds(1));
            return isTold(last);
          });
      assertThat(world.delivery.service().failures(null, 0, 0).total()).isZero();
      told.forEach((record, numbers) ->
          assertThat(numbers).as("record %s", record).isSorted().doesNotHaveDuplicates());
    }
  }

  @Test
  void of_two_nodes_one_tells_each_change_once_and_in_order() {
    long seed = System.nanoTime();
    System.out.println("DeliveryOrderTest two nodes, seed " + seed);
    var random = new Random(seed);
    var url = Engine.POSTGRES.migratedUrl();
    try (var one = new DeliveryWorld(url, "one");
        var two = new DeliveryWorld(url, "two")) {
      one.collection("posts");
      two.awaitCollection("posts");
      for (var world : List.of(one, two)) {
        world.start();
        listen(world, collecting(random, 0));
      }
      var last = change(List.of(one, two), random);
      Eventually.until("all are told", () -> isTold(last));
      told.forEach((record, numbers) ->
          assertThat(numbers).as("record %s", record).isSorted().doesNotHaveDuplicates());
      assertThat(runs).hasValue(CHANGES + RECORDS);
      var waits = List.of(one.info("blog.seen"), two.info("blog.seen"));
      assertThat(waits).extracting(HookInfo::waiting).containsOnly(0L);
    }
  }

  @Test
  void another_node_goes_on_where_one_that_stops_was() {
    var random = new Random(1);
    var url = Engine.POSTGRES.migratedUrl();
    try (var two = new DeliveryWorld(url, "two")) {
      try (var one = new DeliveryWorld(url, "one")) {
        one.collection("posts");
        two.awaitCollection("posts");
        one.start();
        listen(one, collecting(random, 0));
        two.start();
        listen(two, collecting(random, 0));
        var begun = change(List.of(one), random);
        Eventually.until("some are told", () -> !told.isEmpty());
        one.close();
        two.now.set(one.now.get()); // by which what was not begun is due at once
        Eventually.until("all are told", () -> isTold(begun));
      }
      told.values().forEach(numbers -> assertThat(numbers).isSorted().doesNotHaveDuplicates());
    }
  }

  @Test
  void a_node_that_is_not_heard_of_any_more_loses_its_handlers_and_nothing_is_lost() {
    var url = Engine.POSTGRES.migratedUrl();
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var toldByTwo = new CopyOnWriteArrayList<Integer>();
    try (var one = new DeliveryWorld(url, "one");
        var two = new DeliveryWorld(url, "two")) {
      one.collection("posts");
      two.awaitCollection("posts");
      one.start();
      one.on(
          HookKind.ON_RECORD_CREATE,
          "blog.seen",
          "posts",
          (_, _) -> {
            begun.countDown();
            awaitUninterruptibly(end);
            return null;
          });
      one.create("posts", 1);
      awaitUninterruptibly(begun);
      two.start();
      two.on(
          HookKind.ON_RECORD_CREATE,
          "blog.seen",
          "posts",
          (_, event) -> {
            toldByTwo.add(event.at("/record/data/n").intValue());
            return null;
          });
      two.create("posts", 2);
      two.database.write(sql ->
          sql.update(
              "update _change_consumers set lease_until = clock_timestamp() - interval"
                  + " '1 second'"));
      Eventually.until("the other one tells both", () -> toldByTwo.size() == 2);
      end.countDown();
      assertThat(toldByTwo).containsExactlyInAnyOrder(1, 2);
      Eventually.until("nothing is left", () -> two.info("blog.seen").backlog() == 0);
    }
  }

  @Test
  void handlers_of_the_start_run_on_each_node() {
    var url = Engine.POSTGRES.migratedUrl();
    HookAction count =
        (_, _) -> {
          runs.incrementAndGet();
          return null;
        };
    try (var one = new DeliveryWorld(url, "one");
        var two = new DeliveryWorld(url, "two")) {
      for (var world : List.of(one, two)) {
        world.on(HookKind.ON_STARTUP, "warm.up", "*", count);
        world.start();
        world.settle();
      }
      assertThat(runs).hasValue(2);
    }
  }

  private void listen(DeliveryWorld world, HookAction action) {
    world.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", action);
    world.on(HookKind.ON_RECORD_UPDATE, "blog.seen", "posts", action);
  }

  private HookAction collecting(Random random, double failures) {
    var failed = new ConcurrentHashMap<Long, Integer>();
    return (_, event) -> {
      double luck;
      synchronized (random) {
        luck = random.nextDouble();
      }
      runs.incrementAndGet();
      if (luck < failures
          && failed.merge(event.get("change").longValue(), 1, Integer::sum) <= MOST_FAILURES) {
        throw new HookError("Broken", "by chance");
      }
      if (luck > 0.95) {
        LockSupport.parkNanos(500_000);
      }
      var record = event.has("after") ? event.get("after") : event.get("record");
      told.computeIfAbsent(
              UUID.fromString(record.get("id").stringValue()), _ -> new CopyOnWriteArrayList<>())
          .add(record.at("/data/n").intValue());
      return null;
    };
  }

  /** Makes records and changes them at random; returns the last number that each of them has. */
  private static Map<UUID, Integer> change(List<DeliveryWorld> worlds, Random random) {
    var last = new ConcurrentHashMap<UUID, Integer>();
    var ids = new ArrayList<UUID>();
    for (int i = 0; i < RECORDS; i++) {
      ids.add(worlds.getFirst().create("posts", 0));
      last.put(ids.getLast(), 0);
    }
    for (int i = 1; i <= CHANGES; i++) {
      int place;
      synchronized (random) {
        place = random.nextInt(RECORDS);
      }
      worlds.get(i % worlds.size()).update("posts", ids.get(place), i);
      last.put(ids.get(place), i);
    }
    return last;
  }

  private boolean isTold(Map<UUID, Integer> last) {
    return last.entrySet().stream()
        .allMatch(entry -> {
          var numbers = told.get(entry.getKey());
          return numbers != null && numbers.getLast().equals(entry.getValue());
        });
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
