package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.json;
import static dev.tinybase.records.RecordWorld.outcome;
import static dev.tinybase.testing.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.Principal;
import dev.tinybase.collections.CollectionUpdate;
import dev.tinybase.testing.Engine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One node changes a collection while the other writes into it. */
class SchemaOnTwoNodesTest {
  private static final int RECORDS = 50_000;
  private static final int WRITERS = 4;
  private static final int AFTERWARDS = 3;

  private final RecordWorld one;
  private final RecordWorld two;
  private final AtomicBoolean answered = new AtomicBoolean();

  SchemaOnTwoNodesTest() {
    var url = Engine.POSTGRES.migratedUrl();
    one = new RecordWorld(Engine.open(url), Clock.systemUTC());
    two = new RecordWorld(Engine.open(url), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void what_waits_for_the_change_is_checked_by_the_new_schema_and_rules() throws Exception {
    one.collection("things", "{'name': 'v', 'type': 'string'}", "{}");
    fill(one.collections.get("things").table());
    assertThat(outcome(() -> two.create(ALICE, "things", "{'v': 'b'}"))).isEqualTo("ok");

    var tooLong = new ArrayList<String>();
    var forbidden = new ArrayList<String>();
    // who is refused at once asks again at once, and virtual threads would leave none for the
    // change
    try (var executor = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var change = executor.submit(this::tighten);
      until("the change holds the table", this::isLocked);
      var admins = new ArrayList<Callable<List<String>>>();
      var users = new ArrayList<Callable<List<String>>>();
      for (int i = 0; i < WRITERS; i++) {
        admins.add(() -> write(ADMIN, "{'v': 'much too long'}"));
        users.add(() -> write(ALICE, "{'v': 'c'}"));
      }
      var first = admins.stream().map(executor::submit).toList();
      var second = users.stream().map(executor::submit).toList();
      change.get();
      answered.set(true);
      for (var future : first) {
        tooLong.addAll(future.get());
      }
      for (var future : second) {
        forbidden.addAll(future.get());
      }
    }

    assertThat(Set.copyOf(tooLong)).containsExactly("validation_failed");
    assertThat(Set.copyOf(forbidden)).containsExactly("access_denied");
    var table = one.collections.get("things").table();
    var stored = "select count(*) from " + table + " where length(v) > 1 or v = 'c'";
    assertThat(one.database.<Long>read(sql -> sql.number(stored))).isZero();
  }

  private boolean tighten() {
    var schema = json("{'fields': [{'name': 'v', 'type': 'string', 'max_length': 1}]}");
    var options = json("{'access': {'create': 'admin'}}");
    one.collections.update(
        "things", new CollectionUpdate(null, schema, options, Set.of(), null, false));
    return true;
  }

  /** Writes at least until the change is answered, and then some more. */
  private List<String> write(Principal by, String data) {
    var outcomes = new ArrayList<String>();
    for (int after = 0; after < AFTERWARDS; after += answered.get() ? 1 : 0) {
      outcomes.add(outcome(() -> two.create(by, "things", data)));
    }
    return outcomes;
  }

  private boolean isLocked() {
    return two.database.<Long>read(sql ->
        sql.number(
            "select count(*) from pg_locks l join pg_class c on c.oid = l.relation where"
                + " c.relname like 'records_%' and l.mode = 'AccessExclusiveLock'"
                + " and l.granted"))
        > 0;
  }

  private void fill(String table) {
    one.database.write(sql ->
        sql.update(
            "insert into "
                + table
                + " (id, created_at, updated_at, v) select gen_random_uuid(), now(), now(), 'a'"
                + " from generate_series(1, "
                + RECORDS
                + ")"));
  }
}
