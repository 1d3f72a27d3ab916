package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.json;
import static dev.tinybase.records.RecordWorld.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tinybase.collections.CollectionUpdate;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class RememberedTotalsTest {
  private static final int WRITERS = 8;
  private static final int CHANGES = 60;

  private final RecordWorld world;
  private final boolean sqlite;

  RememberedTotalsTest(Engine engine) {
    world = new RecordWorld(engine);
    sqlite = engine == Engine.SQLITE;
  }

  @BeforeEach
  void makeCollection() {
    world.collection("posts", "{'name':'n','type':'integer'},{'name':'m','type':'integer'}", "{}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void totals_are_those_of_counting_while_eight_clients_write() throws Exception {
    long seed = System.nanoTime();
    System.out.println("RememberedTotalsTest seed " + seed);
    var writing = new AtomicInteger(WRITERS);
    var works = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < WRITERS; i++) {
      var random = new Random(seed + i);
      works.add(() -> {
        try {
          return write(random);
        } finally {
          writing.decrementAndGet();
        }
      });
    }
    for (int i = 0; i < 4; i++) {
      var random = new Random(seed - 1 - i);
      works.add(() -> {
        int compared = 0;
        do {
          assertTotalsOfOneState(random.nextInt(1, 10), seed);
          compared++;
        } while (writing.get() > 0);
        return compared;
      });
    }
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var future : executor.invokeAll(works)) {
        assertThat(future.get()).as("seed %s", seed).isPositive();
      }
    }
    for (int n = 0; n <= 10; n++) {
      assertTotalsOfOneState(n, seed);
    }
  }

  /** What a client was told to be done counts for everybody's next list. */
  private int write(Random random) {
    var own = new ArrayList<UUID>();
    int n = 0;
    for (; n < CHANGES; n++) {
      int kind = own.isEmpty() ? 0 : random.nextInt(4);
      if (kind < 2) {
        own.add(world.create(ADMIN, "posts", "{'n': " + random.nextInt(10) + "}"));
      } else if (kind == 2) {
        var id = own.get(random.nextInt(own.size()));
        world.patch(ADMIN, "posts", id, "{'n': " + random.nextInt(10) + "}");
      } else {
        world.delete(ADMIN, "posts", own.removeLast());
      }
    }
    return n;
  }

  private void assertTotalsOfOneState(int n, long seed) {
    var count = "select count(*) from " + table() + " where n < ?";
    world.database.snapshot(sql -> {
      assertThat(total(n)).as("seed %s", seed).isEqualTo(sql.number(count, (long) n));
      return true;
    });
  }

  @Test
  void nothing_is_counted_twice_while_nothing_is_written() {
    assumeTrue(sqlite);
    createBoth();
    assertThat(total(5)).isEqualTo(2);
    world.database.write(sql -> {
      sql.execute("drop trigger \"" + table() + "_insert\""); // now nobody knows of a new row
      return sql.update(
          "insert into " + table() + " (id, created_at, updated_at, n) values (?, 0, 0, 1)",
          UUID.randomUUID());
    });
    assertThat(total(5)).isEqualTo(2);
    assertThat(total(4)).as("another filter").isEqualTo(3);
  }

  @Test
  void a_commit_to_another_collection_changes_nothing() {
    assumeTrue(sqlite);
    world.collection("others", "{'name':'n','type':'integer'}", "{}");
    long before = changes();
    world.create(ADMIN, "others", "{'n': 1}");
    assertThat(changes()).isEqualTo(before);
    world.create(ADMIN, "posts", "{'n': 1}");
    assertThat(changes()).isEqualTo(before + 1);
  }

  @Test
  void what_another_process_commits_counts_at_once() {
    assumeTrue(sqlite);
    createBoth();
    var file = world.database.read(sql -> sql.first("pragma database_list", row -> row.text(3)));
    try (var other = Engine.open("sqlite:///" + file.orElseThrow())) {
      for (int i = 3; i < 20; i++) {
        other.write(sql ->
            sql.update(
                "insert into " + table() + " (id, created_at, updated_at, n) values (?, 0, 0, 1)",
                UUID.randomUUID()));
        assertThat(total(5)).isEqualTo(i);
        assertThat(total(5)).isEqualTo(i);
      }
    }
  }

  @Test
  void what_a_transaction_sees_is_not_remembered_when_it_is_undone() {
    createBoth();
    assertThat(total(5)).isEqualTo(2);
    try {
      world.database.transaction(
          Duration.ofSeconds(20),
          () -> {
            createBoth();
            assertThat(total(5)).isEqualTo(4);
            throw new IllegalStateException("undone");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("undone");
    }
    assertThat(total(5)).isEqualTo(2);
    world.create(ADMIN, "posts", "{'n': 9}");
    world.create(ADMIN, "posts", "{'n': 9}"); // as many changes as were undone
    assertThat(total(5)).isEqualTo(2);
  }

  @Test
  void a_field_that_took_the_name_of_another_is_counted_anew() {
    world.create(ADMIN, "posts", "{'n': 1, 'm': 7}");
    createBoth();
    assertThat(total(5)).isEqualTo(3);
    var swapped =
        "{'fields':[{'name':'m','type':'integer','renamed_from':'n'},"
            + "{'name':'n','type':'integer','renamed_from':'m'}]}";
    world.collections.update(
        "posts", new CollectionUpdate(null, json(swapped), null, Set.of(), null, false));
    assertThat(total(5)).isEqualTo(0);
  }

  private void createBoth() {
    world.create(ADMIN, "posts", "{'n': 1}");
    world.create(ADMIN, "posts", "{'n': 2}");
  }

  /** The total beside a page without records, which tells nothing of it. */
  private long total(int below) {
    var request = query(Map.of("limit", "0", "filter[n][lt]", Integer.toString(below)));
    return world.list(ADMIN, "posts", request).get("total").longValue();
  }

  private long changes() {
    return world.database.read(sql ->
        sql.number(
            "select changes from _record_counts where collection = ?",
            world.collections.get("posts").number()));
  }

  private String table() {
    return world.collections.get("posts").table();
  }
}
