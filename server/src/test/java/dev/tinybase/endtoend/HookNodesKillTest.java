package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one PostgreSQL: each change is told by one of them, in order, also at a kill. */
class HookNodesKillTest {
  private static final int SERVERS = 2;
  private static final int CLIENTS = 6;
  private static final int RECORDS = 40;
  private static final int CHANGES = 10;
  private static final int KILLS = 3;

  private static final String COUNTER =
      """
      import dev.tinybase.sdk.hooks.*;

      @BeforeRecordUpdate(collection = "notes")
      void addOne(RecordDraft draft) {
        draft.set("count", draft.before().get().integer("count") + 1);
      }
      """;

  @TempDir Path folder;

  private final List<HookNode> nodes = new ArrayList<>();
  private final List<ServerProcess> servers = new ArrayList<>();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private volatile boolean over;

  @AfterEach
  void close() {
    servers.forEach(ServerProcess::close);
  }

  @Test
  void each_change_is_told_once_and_those_of_a_record_in_order() throws Exception {
    var told = ToldChanges.in(folder);
    var token = start(told.hooks());
    var ids = create(token);
    concurrently(client -> {
      for (int i = client; i < RECORDS * CHANGES; i += CLIENTS) {
        HookNode.count(http(i).as(token), ids.get(i % RECORDS));
      }
    });
    Eventually.within(
        HookNode.LEASE, "all are told", () -> told.changes().size() >= RECORDS * (CHANGES + 1));
    assertThat(told.changes()).doesNotHaveDuplicates().hasSize(RECORDS * (CHANGES + 1));
    var inOrder = LongStream.rangeClosed(1, CHANGES).boxed().toList();
    assertThat(told.counts()).hasSize(RECORDS);
    assertThat(told.counts().values())
        .allSatisfy(counts -> assertThat(updates(counts)).isEqualTo(inOrder));
  }

  @Test
  void nothing_is_lost_or_out_of_order_while_servers_are_killed() throws Exception {
    System.out.println("HookNodesKillTest seed " + seed);
    var told = ToldChanges.in(folder);
    var token = start(told.hooks());
    var ids = create(token);
    var acknowledged = new ConcurrentHashMap<String, Integer>();
    var writers = new ArrayList<Thread>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      writers.add(Thread.ofVirtual().start(() -> writeUntilOver(client, token, ids, acknowledged)));
    }
    for (int i = 0; i < KILLS; i++) {
      LockSupport.parkNanos(Duration.ofMillis(500 + random.nextInt(1000)).toNanos());
      kill(i % SERVERS);
    }
    over = true;
    for (var writer : writers) {
      writer.join();
    }
    awaitAll(told, token, ids);
    told.counts()
        .forEach((id, counts) -> {
          assertThat(updates(firsts(counts))).as("what was told first of %s", id).isSorted();
          assertThat(counts).hasSizeGreaterThan(acknowledged.getOrDefault(id, 0));
        });
    long again = told.changes().size() - told.changes().stream().distinct().count();
    assertThat(again).isLessThanOrEqualTo((long) KILLS * 2 * HookNode.MOST_IN_A_BATCH);
    System.out.println(
        "HookNodesKillTest: " + told.changes().size() + " told, " + again + " again");
  }

  @Test
  void a_hook_that_counts_loses_no_update_of_64_clients_on_two_servers() throws Exception {
    var token = start(COUNTER);
    var id = HookNode.create(http(0).as(token));
    var clients = new ArrayList<Thread>();
    var updates = new ConcurrentHashMap<Integer, Integer>();
    for (int i = 0; i < 64; i++) {
      int client = i;
      clients.add(
          Thread.ofVirtual().start(() -> updates.put(client, patch(http(client).as(token), id))));
    }
    for (var client : clients) {
      client.join();
    }
    int done = updates.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(done).isEqualTo(64 * 3);
    var record = http(0).as(token).get("/api/collections/notes/records/" + id).json();
    assertThat(record.path("data").path("count").intValue()).isEqualTo(done);
  }

  /** Three changes of a record, each tried until no other one comes between. */
  private static int patch(Http http, String id) {
    int done = 0;
    while (done < 3) {
      var reply =
          http.json("PATCH", "/api/collections/notes/records/" + id, "{\"data\": {\"count\": 0}}");
      assertThat(reply.status()).as(reply.text()).isIn(200, 409);
      done += reply.status() == 200 ? 1 : 0;
    }
    return done;
  }

  /** A kill in the middle: the other server has the dead one's lease when it has run out. */
  private void kill(int victim) {
    servers.get(victim).kill();
    servers.set(victim, servers.get(victim).startAgain());
  }

  private void writeUntilOver(
      int client, String token, List<String> ids, Map<String, Integer> acknowledged) {
    for (int i = client; !over; i += CLIENTS) {
      try {
        var id = ids.get(i % RECORDS);
        HookNode.count(http(i).as(token), id);
        acknowledged.merge(id, 1, Integer::sum);
      } catch (UncheckedIOException _) {
        // that server is dead: the next one
      }
    }
  }

  private void awaitAll(ToldChanges told, String token, List<String> ids) {
    for (var id : ids) {
      var record = http(0).as(token).get("/api/collections/notes/records/" + id).json();
      long count = record.path("data").path("count").longValue();
      Eventually.within(
          HookNode.LEASE,
          "all %d changes of %s are told".formatted(count, id),
          () -> firsts(told.counts().getOrDefault(id, List.of())).size() > count);
    }
  }

  /** The counts as they came, without those that came again. */
  private static List<Long> firsts(List<Long> counts) {
    return counts.stream().distinct().toList();
  }

  /** Without the creation, of which another handler is told, in its own time. */
  private static List<Long> updates(List<Long> counts) {
    return counts.stream().filter(count -> count > 0).toList();
  }

  private List<String> create(String token) {
    var ids = new ArrayList<String>();
    for (int i = 0; i < RECORDS; i++) {
      ids.add(HookNode.create(http(i).as(token)));
    }
    return ids;
  }

  private void concurrently(java.util.function.IntConsumer work) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      threads.add(Thread.ofVirtual().start(() -> work.accept(client)));
    }
    for (var thread : threads) {
      thread.join();
    }
  }

  private Http http(int number) {
    return Http.at(servers.get(number % SERVERS).base());
  }

  /** Starts the servers and returns an admin's token. */
  private String start(String hooks) throws IOException {
    var url = Engine.POSTGRES.migratedUrl();
    for (int i = 0; i < SERVERS; i++) {
      var node = new HookNode(folder.resolve("server-" + i), url);
      node.write("tell", hooks);
      nodes.add(node);
      servers.add(node.start());
    }
    var token = http(0).login("admin@example.com");
    HookNode.makeCollections(http(0).as(token), "notes");
    for (int i = 0; i < SERVERS; i++) {
      var server = http(i).as(token);
      Eventually.until(
          "each server knows the collection",
          () -> server.get("/api/collections/notes").status() == 200);
    }
    return token;
  }
}
