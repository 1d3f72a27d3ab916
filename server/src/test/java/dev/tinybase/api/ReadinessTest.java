package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.db.Database;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.LogCapture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code /ready} is 200 only where what it promises can be done. */
class ReadinessTest {
  private final LogCapture log = new LogCapture(Readiness.class.getName());

  @AfterEach
  void stop() {
    log.close();
  }

  private static TestApi api(Database database) {
    return new TestApi(
        TestApi.settings(s -> s), new Services(TestApi::user, database, List::of), List.of());
  }

  private void isNotReady(TestApi api, String check, String why) {
    for (int i = 0; i < 3; i++) {
      var answer = api.get("/ready");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(answer.body()).contains("unavailable", "\"" + check + "\":\"failed\"");
    }
    assertThat(log.messages())
        .as("told once")
        .singleElement()
        .asString()
        .contains("not ready: " + check, why);
  }

  @Test
  void a_sqlite_file_that_refuses_changes_is_noticed_though_nobody_writes() {
    try (var database = Engine.SQLITE.fresh();
        var api = api(database)) {
      assertThat(api.get("/ready").statusCode()).isEqualTo(200);
      database.write(sql -> {
        sql.execute("pragma query_only = 1");
        return true;
      });
      database.read(sql -> sql.number("select 1"));
      Eventually.until("503", () -> api.get("/ready").statusCode() == 503);
      isNotReady(api, "database", "SQLITE_READONLY");
    }
  }

  @Test
  void a_postgres_that_is_read_only_is_noticed_at_the_first_look() {
    var url = Engine.POSTGRES.migratedUrl();
    var readOnly = url + "?options=-c%20default_transaction_read_only=on";
    try (var database = Engine.open(readOnly);
        var api = api(database)) {
      isNotReady(api, "database", "read-only");
    }
  }

  @Test
  void half_a_file_is_noticed_before_anybody_reads_the_other_half() throws IOException {
    var url = Engine.SQLITE.migratedUrl();
    try (var database = Engine.open(url);
        var api = api(database)) {
      assertThat(api.get("/ready").statusCode()).isEqualTo(200);
      try (var file = file(url)) {
        file.setLength(file.length() / 2 / 4096 * 4096);
      }
      isNotReady(api, "database", "damaged");
    }
  }

  @Test
  void a_damaged_page_is_remembered_when_a_read_has_met_it() throws IOException {
    var url = Engine.SQLITE.migratedUrl();
    try (var database = Engine.open(url)) {
      database.write(sql -> {
        sql.execute("create table notes (body text)");
        for (int i = 0; i < 200; i++) {
          sql.update("insert into notes values (?)", "x".repeat(1000));
        }
        return true;
      });
    }
    try (var database = Engine.open(url);
        var api = api(database)) {
      assertThat(api.get("/ready").statusCode()).isEqualTo(200);
      try (var file = file(url)) {
        file.seek(file.length() - 100_000);
        var junk = new byte[90_000];
        Arrays.fill(junk, (byte) 0xff);
        file.write(junk);
      }
      assertThat(readNotes(database)).isFalse();
      isNotReady(api, "database", "damaged");
    }
  }

  private static boolean readNotes(Database database) {
    try {
      return !database
          .<List<String>>read(sql -> sql.list("select body from notes", row -> row.text(1)))
          .isEmpty();
    } catch (RuntimeException _) {
      return false;
    }
  }

  private static RandomAccessFile file(String url) throws IOException {
    return new RandomAccessFile(url.substring("sqlite:///".length()), "rw");
  }

  @Test
  void a_node_that_does_not_hear_of_the_others_is_not_ready() {
    try (var real = Engine.SQLITE.fresh();
        var api = api(deaf(real))) {
      isNotReady(api, "nodes", "changes of other nodes");
    }
  }

  private static Database deaf(Database real) {
    return (Database)
        Proxy.newProxyInstance(
            Database.class.getClassLoader(),
            new Class<?>[] {Database.class},
            (_, method, arguments) -> {
              if (method.getName().equals("status")) {
                var s = real.status();
                return new Database.Status(
                    s.waitingWrites(),
                    s.commits(),
                    s.writes(),
                    s.readersBusy(),
                    s.readersTotal(),
                    s.writable(),
                    false);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
