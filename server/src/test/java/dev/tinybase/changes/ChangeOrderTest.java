package dev.tinybase.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tinybase.changes.Change.Logged;
import dev.tinybase.changes.Change.Operation;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many writers, and readers who ask after the last number they have seen. */
@ParameterizedClass
@EnumSource(Engine.class)
class ChangeOrderTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int RECORDS = 8;
  private static final int WRITERS = 8;
  private static final int READERS = 3;
  private static final int TRANSACTIONS = 60;

  private final Engine engine;
  private final Database database;
  private final ChangeLog log;
  private final AtomicInteger committed = new AtomicInteger();
  private volatile boolean over;

  ChangeOrderTest(Engine engine) {
    this.engine = engine;
    database = engine.fresh();
    log = new ChangeLog(database, () -> NOW);
    database.write(sql -> {
      sql.execute("create table items (id integer primary key, version integer not null)");
      for (int i = 0; i < RECORDS; i++) {
        sql.update("insert into items (id, version) values (?, 0)", i);
      }
      return true;
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_reader_misses_nothing_that_commits_later() throws Exception {
    long seed = System.nanoTime();
    System.out.println("ChangeOrderTest " + engine + " seed " + seed);
    log.register("keeps", Set.of(1));
    var random = new Random(seed);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var readers = new ArrayList<Future<List<Logged>>>();
      for (int i = 0; i < READERS; i++) {
        int limit = 1 + random.nextInt(20);
        readers.add(threads.submit(() -> readAll(limit)));
      }
      var writers = new ArrayList<Future<?>>();
      for (int i = 0; i < WRITERS; i++) {
        var mine = new Random(random.nextLong());
        writers.add(
            threads.submit(() -> IntStream.range(0, TRANSACTIONS).forEach(_ -> write(mine))));
      }
      for (var writer : writers) {
        writer.get(120, TimeUnit.SECONDS);
      }
      over = true;
      var all = log.read(0, 1_000_000).changes();
      for (var reader : readers) {
        assertThat(reader.get(60, TimeUnit.SECONDS)).as("what a reader saw").isEqualTo(all);
      }
      check(all);
    }
  }

  /** Every committed change is there once, and each record's versions come in their order. */
  private void check(List<Logged> all) {
    assertThat(all).hasSize(committed.get());
    assertThat(all)
        .extracting(Logged::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, all.size()).boxed().toList());
    Map<UUID, Integer> versions = new HashMap<>();
    for (var logged : all) {
      var change = logged.change();
      int expected = versions.merge(change.recordId(), 1, Integer::sum);
      assertThat(change.after()).as("version of " + change.recordId()).isEqualTo("" + expected);
    }
  }

  /** Polls after the last number it has seen, until the writers are done and nothing is left. */
  private List<Logged> readAll(int limit) throws InterruptedException {
    var seen = new ArrayList<Logged>();
    long position = 0;
    while (true) {
      boolean last = over;
      var batch = log.await(position, limit, Duration.ofMillis(5));
      assertThat(batch.gap()).isFalse();
      seen.addAll(batch.changes());
      if (last && batch.position() == position) {
        return seen;
      }
      position = batch.position();
    }
  }

  /** One to three records, in the order of their ids, with pauses; one in five is undone. */
  private void write(Random random) {
    var records =
        random.ints(0, RECORDS).distinct().limit(1 + random.nextInt(3)).sorted().toArray();
    boolean undone = random.nextInt(5) == 0;
    try {
      if (records.length == 1) {
        database.write(sql -> {
          change(sql, records[0]);
          return end(undone);
        });
      } else {
        database.transaction(
            LONG,
            () -> {
              for (int record : records) {
                pause(random);
                database.write(sql -> change(sql, record));
              }
              pause(random);
              return end(undone);
            });
      }
      committed.addAndGet(records.length);
    } catch (Problem e) {
      assertThat(e.code()).isIn("undone", "database_busy");
    }
  }

  private boolean change(dev.tinybase.db.Sql sql, int record) {
    sql.update("update items set version = version + 1 where id = ?", record);
    long version = sql.number("select version from items where id = ?", record);
    log.append(sql, List.of(changeOf(record, version)));
    return true;
  }

  private static Change changeOf(int record, long version) {
    return new Change(
        1, new UUID(0, record), Operation.UPDATE, null, NOW, null, "" + version, null);
  }

  private static boolean end(boolean undone) {
    if (undone) {
      throw Problem.conflict("undone", "Undone.");
    }
    return true;
  }

  private static void pause(Random random) {
    LockSupport.parkNanos(random.nextInt(3_000_000));
  }

  @Test
  void writers_do_not_wait_for_each_other_and_late_ones_come_later() throws Exception {
    if (engine == Engine.SQLITE) {
      return; // it has one writer
    }
    // Each holds its transaction open, with its change written, until all others are as far.
    var barrier = new CyclicBarrier(WRITERS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < WRITERS; i++) {
        int record = i;
        writers.add(threads.submit(() -> together(barrier, record)));
      }
      for (var writer : writers) {
        assertThat(writer.get(60, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(log.read(0, 100).changes()).hasSize(WRITERS);
    database.transaction(
        LONG,
        () -> {
          database.write(sql -> change(sql, 0));
          join(() -> database.write(sql -> change(sql, 1)));
          join(() ->
              assertThat(log.read(WRITERS, 100).changes())
                  .as("the one that is committed, although an earlier one is not")
                  .extracting(logged -> logged.change().recordId())
                  .containsExactly(new UUID(0, 1)));
          return true;
        });
    assertThat(log.read(WRITERS + 1, 100).changes())
        .extracting(logged -> logged.change().recordId())
        .containsExactly(new UUID(0, 0));
  }

  private boolean together(CyclicBarrier barrier, int record) throws Exception {
    return database.transaction(
        LONG,
        () -> {
          database.write(sql -> change(sql, record));
          barrier.await(30, TimeUnit.SECONDS);
          return true;
        });
  }

  private static void join(Runnable action) {
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      thread.submit(action).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      fail(e.getCause());
    } catch (Exception e) {
      fail(e);
    }
  }
}
