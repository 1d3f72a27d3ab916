package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes on over HTTP while somebody else does odd things to the PostgreSQL database. */
class PostgresTroubleTest {
  private final String url = Engine.POSTGRES.migratedUrl();

  @Test
  void numbers_are_exact_and_pages_complete_whatever_the_database_has_set() {
    try (var database = Engine.open(url)) {
      var name =
          database.<String>read(
              sql -> sql.first("select current_database()", row -> row.text(1)).orElseThrow());
      database.write(sql -> {
        sql.execute("alter database " + name + " set extra_float_digits = 0");
        return true;
      });
    }
    try (var server = start()) {
      makeCollection(server, "points");
      var expected = new ArrayList<Double>();
      double value = 1;
      for (int i = 0; i < 10; i++) {
        expected.add(value);
        var made =
            server.post(
                server.adminToken(),
                "/api/collections/points/records",
                "{\"data\": {\"value\": " + value + "}}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        value = Math.nextUp(value);
      }
      var found = new ArrayList<Double>();
      var next = "";
      do {
        var page =
            server
                .get(
                    server.adminToken(),
                    "/api/collections/points/records?sort=value&limit=3" + next)
                .json();
        assertThat(page.path("records").isArray()).as(page.toString()).isTrue();
        page.path("records")
            .forEach(record -> found.add(record.path("data").get("value").doubleValue()));
        next =
            page.path("next_cursor").isNull()
                ? ""
                : "&cursor=" + page.path("next_cursor").stringValue();
      } while (!next.isEmpty());
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void a_locked_table_holds_up_no_other() throws Exception {
    var unlock = new CountDownLatch(1);
    try (var server = start();
        var rival = Engine.open(url)) {
      makeCollection(server, "locked");
      makeCollection(server, "free");
      var locker = lock(rival, "locked", unlock);
      var waiting = new ArrayList<CompletableFuture<TestServer.Reply>>();
      for (int i = 0; i < 30; i++) {
        waiting.add(
            CompletableFuture.supplyAsync(
                () -> server.get(server.adminToken(), "/api/collections/locked/records"),
                Thread::startVirtualThread));
      }
      var database = server.tinybase().database();
      dev.tinybase.testing.Eventually.until(
          "they wait for it", () -> database.status().readersBusy() > 1);
      for (int i = 0; i < 20; i++) {
        var free = server.get(server.adminToken(), "/api/collections/free/records");
        assertThat(free.status()).isEqualTo(200);
      }
      var refused = waiting.getFirst().get(30, TimeUnit.SECONDS);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isNotEmpty();
      assertThat(refused.json().path("code").asString()).isEqualTo("database_busy");
      unlock.countDown();
      locker.join();
      for (var one : waiting) {
        assertThat(one.get(30, TimeUnit.SECONDS).status()).isIn(200, 503);
      }
      var free = server.get(server.adminToken(), "/api/collections/locked/records");
      assertThat(free.status()).isEqualTo(200);
    }
  }

  private static CompletableFuture<Boolean> lock(
      Database rival, String collection, CountDownLatch unlock) throws InterruptedException {
    var locked = new CountDownLatch(1);
    var holder =
        CompletableFuture.supplyAsync(
            () ->
                rival.transaction(
                    Duration.ofSeconds(60),
                    () -> {
                      rival.write(sql -> {
                        long number =
                            sql.number(
                                "select number from _collections where name = ?", collection);
                        sql.execute("lock table records_" + number + " in access exclusive mode");
                        return true;
                      });
                      locked.countDown();
                      try {
                        return unlock.await(60, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }),
            Thread::startVirtualThread);
    locked.await();
    return holder;
  }

  private static void makeCollection(TestServer server, String name) {
    var made =
        server.post(
            server.adminToken(),
            "/api/collections",
            """
            {"name": "%s", "label": "Values", "schema": {"fields": [
              {"name": "value", "type": "number"}]}}
            """
                .formatted(name));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private TestServer start() {
    return TestServer.start(
        Engine.POSTGRES,
        settings ->
            RecordCopy.with(
                settings, "database", new Settings.Database(url, "full", 0, 1000, 1, 30)),
        Clock.systemUTC());
  }
}
