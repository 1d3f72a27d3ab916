package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class CancelledReadTest {
  private static final String ENDLESS =
      "with recursive numbers(n) as (select 1 union all select 1 from numbers)"
          + " select count(*) from numbers";

  private final Database database;

  CancelledReadTest(Engine engine) {
    database = Engine.open(engine.freshUrl());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void another_thread_ends_the_statement_of_a_read_and_its_connection_is_free() {
    List<Function<Database.Work<Long>, Long>> reads = List.of(database::read, database::snapshot);
    for (var read : reads) {
      for (int i = 0; i < 20; i++) {
        var ended = new CompletableFuture<Throwable>();
        var reader =
            Thread.startVirtualThread(() -> {
              try {
                var _ = read.apply(sql -> sql.number(ENDLESS));
                ended.complete(new AssertionError("it ended by itself"));
              } catch (Throwable t) {
                ended.complete(t);
              }
            });
        Eventually.until(
            "it is cancelled",
            () -> {
              database.cancelRead(reader);
              return ended.isDone();
            });
        assertThat(ended.join())
            .isInstanceOfSatisfying(
                Problem.class, problem -> assertThat(problem.code()).isEqualTo("interrupted"));
      }
    }
    assertThat(database.status().readersBusy()).isZero();
    assertThat(database.<Long>read(sql -> sql.number("select 7"))).isEqualTo(7);
  }

  @Test
  void the_reads_of_others_go_on() {
    var reader = Thread.currentThread();
    var other = Thread.startVirtualThread(() -> {});
    long number =
        database.read(sql -> {
          database.cancelRead(other);
          return sql.number("select 7");
        });
    database.cancelRead(reader);
    assertThat(number).isEqualTo(7);
    assertThat(database.<Long>read(sql -> sql.number("select 8"))).isEqualTo(8);
  }
}
