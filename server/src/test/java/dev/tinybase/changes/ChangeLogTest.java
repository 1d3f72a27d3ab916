package dev.tinybase.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.changes.Change.Logged;
import dev.tinybase.changes.Change.Operation;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class ChangeLogTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00.123456Z");
  private static final Duration SOON = Duration.ofSeconds(20);

  private final String url;
  private final Database database;
  private volatile Instant now = NOW;
  private final ChangeLog log;

  ChangeLogTest(Engine engine) {
    url = engine.migratedUrl();
    database = Engine.open(url);
    log = new ChangeLog(database, () -> now, new ChangeLog.Retention(Duration.ofHours(1), 2_500));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void nobody_listens_at_first() {
    assertThat(log.isWanted(1)).isFalse();
    log.register("hooks", Set.of(1, 200));
    assertThat(log.isWanted(1)).isTrue();
    assertThat(log.isWanted(200)).isTrue();
    assertThat(log.isWanted(2)).isFalse();
    log.register("hooks", Set.of(2));
    assertThat(log.isWanted(1)).isFalse();
    assertThat(log.isWanted(2)).isTrue();
    log.unregister("hooks");
    assertThat(log.isWanted(2)).isFalse();
  }

  @Test
  void what_another_node_has_registered_stays_where_this_one_has_not_heard_of_it() {
    log.register("hooks", Set.of(1, 2, Change.LOGIN));
    log.register("hooks", Set.of(3), it -> it != 2);
    assertThat(log.isWanted(2)).isTrue();
    assertThat(log.isWanted(3)).isTrue();
    assertThat(log.isWanted(1)).isFalse();
    assertThat(log.isWanted(Change.LOGIN)).isFalse();
  }

  @Test
  void who_wants_all_collections_gets_those_made_later_and_no_events() {
    var consumer = log.register("hooks", Set.of(ChangeLog.ALL));
    assertThat(log.isWanted(1)).isTrue();
    assertThat(log.isWanted(1_000)).isTrue();
    assertThat(log.isWanted(Change.LOGIN)).isFalse();
    var login = Change.event(Change.LOGIN, UUID.randomUUID(), null, NOW, "{}", null);
    append(change(12, 1), login, change(13, 2));
    assertThat(consumer.next(10).changes()).extracting(Logged::seq).containsExactly(1L, 3L);
    log.register("logins", Set.of(Change.LOGIN));
    assertThat(log.isWanted(Change.LOGIN)).isTrue();
    log.unregister("hooks");
    assertThat(log.isWanted(1)).isFalse();
  }

  @Test
  void a_change_comes_back_as_it_was() {
    var created =
        new Change(7, UUID.randomUUID(), Operation.CREATE, null, NOW, null, "{\"a\":\"ü\"}", null);
    var updated =
        new Change(
            7,
            created.recordId(),
            Operation.UPDATE,
            UUID.randomUUID(),
            NOW,
            "{}",
            "{\"b\":1}",
            "a.b > c.d");
    var deleted = new Change(7, created.recordId(), Operation.DELETE, null, NOW, "{}", null, null);
    append(created, updated, deleted);
    var batch = log.read(0, 10);
    assertThat(batch.changes())
        .extracting(Logged::change)
        .containsExactly(created, updated, deleted);
    assertThat(batch.changes()).extracting(Logged::seq).containsExactly(1L, 2L, 3L);
    assertThat(batch.position()).isEqualTo(3);
    assertThat(batch.gap()).isFalse();
    assertThat(log.read(1, 1).changes()).extracting(Logged::change).containsExactly(updated);
    assertThat(log.read(3, 10)).isEqualTo(new Change.Batch(List.of(), 3, false));
    assertThat(log.last()).isEqualTo(3);
  }

  @Test
  void many_at_once_keep_their_order() {
    var changes = new ArrayList<Change>();
    for (int i = 0; i < 2_345; i++) {
      changes.add(change(1, i));
    }
    append(changes.toArray(Change[]::new));
    assertThat(log.read(0, 10_000).changes()).extracting(Logged::change).isEqualTo(changes);
    assertThat(log.last()).isEqualTo(2_345);
  }

  @Test
  void what_is_undone_is_not_there_and_wakes_nobody() {
    assertThatThrownBy(() ->
            database.write(sql -> {
              log.append(sql, List.of(change(1, 1)));
              throw new IllegalStateException("undone");
            }))
        .hasMessage("undone");
    append(change(1, 2));
    assertThat(log.read(0, 10).changes()).hasSize(1);
  }

  @Test
  void a_waiting_reader_is_woken_by_the_commit() throws InterruptedException {
    var read = new LinkedBlockingQueue<Change.Batch>();
    var waiting = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          waiting.countDown();
          read.add(await(log, 0));
        });
    waiting.await();
    append(change(1, 1));
    assertThat(read.poll(20, TimeUnit.SECONDS).changes()).hasSize(1);
  }

  @Test
  void the_wait_ends_when_nothing_comes() throws InterruptedException {
    assertThat(log.await(0, 10, Duration.ofMillis(20)).changes()).isEmpty();
  }

  @Test
  void another_node_hears_who_listens_and_reads_what_is_written_here() {
    try (var other = Engine.open(url)) {
      var there = new ChangeLog(other, () -> now);
      // The other begins to listen on a thread of its own, so one announcement may be too early.
      Eventually.until(
          "the other node knows",
          () -> {
            log.register("hooks", Set.of(5));
            return there.isWanted(5);
          });
      append(change(5, 1));
      assertThat(await(there, 0).changes()).hasSize(1);
    }
  }

  @Test
  void a_consumer_begins_at_its_own_beginning() {
    append(change(1, 1), change(1, 2));
    var consumer = log.register("late", Set.of(1));
    assertThat(consumer.next(10).changes()).isEmpty();
    append(change(1, 3));
    assertThat(consumer.next(10).changes()).extracting(Logged::seq).containsExactly(3L);
  }

  @Test
  void what_was_not_acknowledged_comes_again_after_a_crash() {
    var consumer = log.register("hooks", Set.of(1));
    append(change(1, 1), change(2, 2), change(1, 3), change(1, 4));
    var batch = consumer.next(3);
    assertThat(batch.changes()).extracting(Logged::seq).containsExactly(1L, 3L);
    try (var after = Engine.open(url)) {
      var again = new ChangeLog(after, () -> now).register("hooks", Set.of(1));
      assertThat(again.next(3)).isEqualTo(batch);
      assertThat(after.<Boolean>write(sql -> again.acknowledge(sql, batch.position()))).isTrue();
      assertThat(after.<Boolean>write(sql -> again.acknowledge(sql, batch.position()))).isFalse();
    }
    assertThat(consumer.next(3).changes()).extracting(Logged::seq).containsExactly(4L);
  }

  @Test
  void what_every_consumer_is_done_with_is_removed() {
    var fast = log.register("fast", Set.of(1));
    log.register("slow", Set.of(1));
    append(change(1, 1), change(1, 2), change(1, 3));
    database.write(sql -> fast.acknowledge(sql, 3));
    assertThat(log.prune()).isZero();
    assertThat(log.read(0, 10).changes()).hasSize(3);
    log.unregister("slow");
    assertThat(log.prune()).isEqualTo(3);
    assertThat(log.read(3, 10)).isEqualTo(new Change.Batch(List.of(), 3, false));
    assertThat(log.read(0, 10)).isEqualTo(new Change.Batch(List.of(), 0, true));
    append(change(1, 4));
    assertThat(log.read(3, 10).changes()).extracting(Logged::seq).containsExactly(4L);
    assertThat(log.read(2, 10).gap()).isTrue();
  }

  @Test
  void a_consumer_that_lies_too_far_behind_is_told() {
    var consumer = log.register("slow", Set.of(1));
    var changes = new Change[3_000];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = change(1, i);
    }
    append(changes);
    assertThat(log.prune()).isEqualTo(500);
    var batch = consumer.next(10);
    assertThat(batch.gap()).isTrue();
    assertThat(batch.changes().getFirst().seq()).isEqualTo(501);
    now = NOW.plus(Duration.ofMinutes(61));
    log.prune();
    assertThat(log.read(0, 10).changes()).isEmpty();
    assertThat(consumer.next(10).gap()).isTrue();
    long last = log.last();
    assertThat(last).isEqualTo(3_000);
    database.write(sql -> consumer.acknowledge(sql, last));
    assertThat(consumer.next(10).gap()).isFalse();
  }

  @Test
  void what_nobody_listens_to_is_removed() {
    append(change(1, 1), change(1, 2));
    assertThat(log.prune()).isEqualTo(2);
    assertThat(log.read(0, 10).gap()).isTrue();
    assertThat(log.prune()).isZero();
  }

  @Test
  void an_unknown_consumer_is_told_so() {
    var consumer = log.register("gone", Set.of(1));
    log.unregister("gone");
    assertThatThrownBy(() -> consumer.next(1))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.code()).isEqualTo("consumer_not_found"));
  }

  private static Change.Batch await(ChangeLog log, long after) {
    try {
      return log.await(after, 10, SOON);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void append(Change... changes) {
    database.write(sql -> {
      log.append(sql, List.of(changes));
      return true;
    });
  }

  private static Change change(int collection, int version) {
    return new Change(
        collection,
        UUID.randomUUID(),
        Operation.UPDATE,
        null,
        NOW,
        null,
        "{\"v\":" + version + "}",
        null);
  }
}
