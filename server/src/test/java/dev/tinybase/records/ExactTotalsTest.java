package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The number of all records is known without counting them, and always the right one. */
@ParameterizedClass
@EnumSource(Engine.class)
class ExactTotalsTest {
  private static final int WRITERS = 8;
  private static final int CHANGES = 120;

  private final long seed = System.nanoTime();
  private final Engine engine;
  private final RecordWorld world;

  ExactTotalsTest(Engine engine) {
    this.engine = engine;
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeCollection() {
    System.out.println("ExactTotalsTest seed " + seed);
    world.collection("posts", "{'name': 'n', 'type': 'integer', 'unique': true}", "{'access': {}}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private long total() {
    var page = world.list(ADMIN, "posts", RecordWorld.query(Map.of("limit", "0")));
    return page.get("total").longValue();
  }

  private long counts() {
    var number = world.collections.get("posts").number();
    return world.database.read(
        sql -> sql.number("select count(*) from _record_counts where collection = ?", number));
  }

  private void sumUp() {
    if (engine == Engine.POSTGRES) {
      var totals = new RecordTotals(world.database.dialect());
      var number = world.collections.get("posts").number();
      world.database.write(sql -> totals.sumUp(sql, number));
    }
  }

  private void assertExact() {
    var count = "select count(*) from " + world.collections.get("posts").table();
    world.database.snapshot(sql -> {
      assertThat(total()).as("seed %s", seed).isEqualTo(sql.number(count));
      return true;
    });
  }

  private static Mutation create(Random random) {
    return new Mutation.Create("posts", json("{'n': " + random.nextInt(5_000) + "}"));
  }

  /** Makes and deletes records in every way, of which many fail or are undone. */
  private int write(Random random) {
    var own = new ArrayList<UUID>();
    int n = 0;
    for (; n < CHANGES; n++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> RecordWorld.outcome(() -> own.add(id(create(random))));
        case 2 -> {
          var many = new ArrayList<>(Collections.nCopies(random.nextInt(1, 70), create(random)));
          many.replaceAll(_ -> create(random));
          RecordWorld.outcome(() -> world.records.apply(ADMIN, many));
        }
        case 3 -> undone(random);
        default -> {
          if (!own.isEmpty()) {
            world.delete(ADMIN, "posts", own.removeLast());
          }
        }
      }
    }
    return n;
  }

  private UUID id(Mutation mutation) {
    return UUID.fromString(world.apply(ADMIN, mutation).get("id").stringValue());
  }

  private void undone(Random random) {
    RecordWorld.outcome(() ->
        assertThatThrownBy(() ->
                world.database.<Boolean, RuntimeException>transaction(
                    Duration.ofSeconds(10),
                    () -> {
                      RecordWorld.outcome(() -> id(create(random)));
                      throw new IllegalStateException("undone");
                    }))
            .isNotNull());
  }

  @Test
  void the_total_is_exact_in_every_state_while_eight_clients_write() throws Exception {
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
    works.add(() -> {
      int compared = 0;
      do {
        assertExact();
        sumUp();
        compared++;
      } while (writing.get() > 0);
      return compared;
    });
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var future : executor.invokeAll(works)) {
        assertThat(future.get()).as("seed %s", seed).isPositive();
      }
    }
    assertExact();
    assertThat(total()).isPositive();
  }

  @Test
  void counts_of_many_sessions_are_summed_up_and_go_with_the_collection() {
    assumeTrue(engine == Engine.POSTGRES);
    for (int i = 0; i < 100; i++) {
      world.records.apply(ADMIN, new Mutation.Create("posts", json("{'n': " + i + "}")));
    }
    assertThat(world.records.sumUpTotals()).as("few sessions").isZero();
    sessionsOfTheDead(30);
    assertThat(counts()).isGreaterThan(30);
    assertThat(total()).isEqualTo(130);
    assertThat(world.records.sumUpTotals()).isEqualTo(1);
    assertThat(counts()).isEqualTo(1);
    assertThat(total()).isEqualTo(130);
    assertThat(world.records.sizes()).containsExactly(Map.entry("posts", 130L));
    var posts = world.collections.get("posts");
    world.collections.delete("posts", true);
    long left =
        world.database.read(sql ->
            sql.number("select count(*) from _record_counts where collection = ?", posts.number()));
    assertThat(left).isZero();
  }

  /** Rows as connections that are closed by now have left them, one record each. */
  private void sessionsOfTheDead(int sessions) {
    int number = world.collections.get("posts").number();
    world.database.write(sql -> {
      for (int i = 1; i <= sessions; i++) {
        sql.update(
            "insert into _record_counts (collection, session, total) values (?, ?, 1)", number, -i);
      }
      return true;
    });
  }

  @Test
  void a_writer_waits_for_nobody_who_has_changed_the_number_before() throws Exception {
    assumeTrue(engine == Engine.POSTGRES);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      world.database.<Boolean, RuntimeException>transaction(
          Duration.ofMinutes(5),
          () -> {
            world.records.apply(ADMIN, new Mutation.Create("posts", json("{'n': -1}")));
            var _ = executor.submit(this::sumUp);
            var others =
                executor.submit(() -> {
                  for (int i = 0; i < 500; i++) {
                    world.records.apply(
                        ADMIN, new Mutation.Create("posts", json("{'n': " + i + "}")));
                  }
                  return total();
                });
            try {
              assertThat(others.get(3, java.util.concurrent.TimeUnit.MINUTES)).isEqualTo(500);
            } catch (Exception e) {
              throw new AssertionError("they waited for the open transaction", e);
            }
            assertThat(total()).isEqualTo(501);
            return true;
          });
    }
    assertThat(List.of(total(), counts() < 50)).isEqualTo(List.of(501L, true));
  }
}
