package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that is killed over and over while records are written: whatever was acknowledged
 * reaches its hook, and only what ran at a kill is told again.
 */
class HookKillTest {
  private static final int ROUNDS = 5;
  private static final int CLIENTS = 6;

  @TempDir Path folder;

  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @EnumSource(Engine.class)
  void every_acknowledged_record_reaches_its_hook_though_the_server_is_killed_in_a_loop(
      Engine engine) throws Exception {
    long seed = System.nanoTime();
    System.out.println("HookKillTest seed " + seed);
    var random = new Random(seed);
    var told = ToldChanges.in(folder);
    var node = new HookNode(folder.resolve("server"), engine.migratedUrl());
    node.write("tell", told.hooks());
    String token;
    try (var server = node.start()) {
      token = Http.at(server.base()).login("admin@example.com");
      HookNode.makeCollections(Http.at(server.base()).as(token), "notes");
    }
    for (int round = 0; round < ROUNDS; round++) {
      writeUntilKilled(node, token, random);
    }
    try (var server = node.start()) {
      var all = HookNode.ids(Http.at(server.base()).as(token));
      assertThat(all).containsAll(acknowledged);
      Eventually.within(
          HookNode.LEASE, "every hook has run", () -> told.records().containsAll(all));
      // what was not acknowledged is told if it was committed, and only then
      assertThat(told.records()).containsExactlyInAnyOrderElementsOf(new HashSet<>(all));
    }
    long again = (long) told.changes().size() - new HashSet<>(told.changes()).size();
    assertThat(again).as("told again").isLessThanOrEqualTo(ROUNDS * HookNode.MOST_IN_A_BATCH);
    System.out.println("HookKillTest: " + acknowledged.size() + " records, " + again + " again");
  }

  private void writeUntilKilled(HookNode node, String token, Random random)
      throws InterruptedException {
    try (var server = node.start()) {
      var http = Http.at(server.base()).as(token);
      int before = acknowledged.size();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> create(http)));
      }
      Eventually.until("records", () -> acknowledged.size() > before + CLIENTS);
      LockSupport.parkNanos(Duration.ofMillis(50 + random.nextInt(450)).toNanos());
      server.kill();
      for (var client : clients) {
        client.join();
      }
    }
  }

  /** One record after the other, until the server is gone. */
  private void create(Http http) {
    try {
      while (true) {
        acknowledged.add(HookNode.create(http));
      }
    } catch (UncheckedIOException _) {
      // what it has not answered is not acknowledged
    }
  }
}
