package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that does transactions is killed, and what it had said to be done is there. */
@ParameterizedClass
@EnumSource(Engine.class)
class TransactionKillTest {
  private static final int ROUNDS = 3;
  private static final int WRITERS = 3;

  private final Engine engine;
  @TempDir private Path folder;

  TransactionKillTest(Engine engine) {
    this.engine = engine;
  }

  @Test
  void acknowledged_transactions_survive_and_there_are_no_halves() throws Exception {
    long seed = System.nanoTime();
    System.out.println("TransactionKillTest seed " + seed);
    var random = new Random(seed);
    var url = engine.freshUrl();
    try (var database = Engine.open(url)) {
      database.write(sql -> {
        sql.execute("create table notes (transaction_id integer not null, half integer not null)");
        return true;
      });
    }
    List<Integer> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(acknowledgedUntilKilled(url, round, 20 + random.nextInt(100)));
    }
    try (var database = Engine.open(url)) {
      assertThat(transactionsWith(database, 1)).isEmpty();
      var found = transactionsWith(database, 2);
      assertThat(found).containsAll(acknowledged);
      assertThat(found.size())
          .isBetween(acknowledged.size(), acknowledged.size() + WRITERS * ROUNDS);
    }
  }

  private static List<Integer> transactionsWith(Database database, int halves) {
    return database.read(sql ->
        sql.list(
            "select transaction_id from notes group by transaction_id having count(*) = ?",
            row -> (int) row.integer(1),
            halves));
  }

  private List<Integer> acknowledgedUntilKilled(String url, int round, int count) throws Exception {
    var output = folder.resolve("acknowledged-" + round);
    var command =
        Launch.command(TransactionKillTest.class, url, Integer.toString(round * 1_000_000));
    var process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output.toFile())
            .start();
    try {
      Eventually.within(
          Duration.ofMinutes(1), "it writes", () -> acknowledged(output).size() >= count);
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    return acknowledged(output);
  }

  /** The whole lines; the last one may be cut. */
  private static List<Integer> acknowledged(Path output) {
    try (var lines = Files.lines(output)) {
      return lines
          .filter(line -> line.endsWith("."))
          .map(line -> Integer.parseInt(line.substring(0, line.length() - 1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process: writers that do transactions of two statements and say which are done. */
  public static void main(String[] arguments) {
    var database = Engine.open(arguments[0]);
    int first = Integer.parseInt(arguments[1]);
    for (int i = 0; i < WRITERS; i++) {
      int start = first + i * 100_000;
      Thread.ofPlatform().start(() -> write(database, start));
    }
  }

  private static void write(Database database, int start) {
    for (int id = start; ; id++) {
      int number = id;
      database.transaction(
          Duration.ofSeconds(10), () -> half(database, number, 1) + half(database, number, 2));
      System.out.println(number + ".");
    }
  }

  private static int half(Database database, int id, int half) {
    return database.write(sql -> sql.update("insert into notes values (?, ?)", id, half));
  }
}
