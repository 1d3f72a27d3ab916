package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.testing.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
  private Database database = Engine.SQLITE.fresh();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void sqlite_gets_to_know_its_tables_and_looks_again_only_after_much_has_changed() {
    database.write(sql -> {
      sql.execute("create table notes (number integer primary key, half integer)");
      sql.execute("create index notes_half on notes (half)");
      sql.execute(
          "insert into notes (number) with recursive n(i) as"
              + " (select 1 union all select i + 1 from n where i < 5000) select i from n");
      sql.execute("update notes set half = number / 2");
      return true;
    });
    assertThat(database.maintain()).isZero();
    var known = statistics();
    assertThat(known).hasSize(1);
    database.write(sql -> sql.update("insert into notes values (6000, 7)"));
    database.maintain();
    assertThat(statistics()).isEqualTo(known);
  }

  private List<String> statistics() {
    return texts("select stat from sqlite_stat1 where idx = 'notes_half'");
  }

  private List<String> texts(String text) {
    return database.read(sql -> sql.list(text, row -> row.text(1)));
  }

  @Test
  void postgresql_forgets_announcements_of_nodes_that_are_silent_for_a_month() {
    database.close();
    database = Engine.POSTGRES.fresh();
    database.write(sql -> {
      for (int days : new int[] {0, 29, 31, 400}) {
        sql.update(
            "insert into _announcements (topic, node, slot, number, at)"
                + " values ('ACCOUNTS', ?, 0, 1, now() - make_interval(days => ?))",
            "node " + days,
            days);
      }
      return true;
    });
    assertThat(database.maintain()).isEqualTo(2);
    assertThat(texts("select node from _announcements order by at"))
        .containsExactly("node 29", "node 0");
  }

  @Test
  void slices_end_with_the_first_that_is_not_whole() {
    var left = new ArrayList<>(List.of(10, 10, 3, 10));
    assertThat(database.writeInSlices(10, _ -> left.removeFirst())).isEqualTo(23);
    assertThat(left).containsExactly(10);
    assertThatThrownBy(() ->
            database.writeInSlices(
                10,
                _ -> {
                  throw new IllegalStateException("meant to fail");
                }))
        .hasMessage("meant to fail");
  }

  @Test
  void a_thread_that_is_interrupted_writes_no_further_slice() {
    var done = new ArrayList<Integer>();
    long total =
        database.writeInSlices(
            1,
            sql -> {
              done.add(done.size());
              sql.afterCommit(() -> {
                if (done.size() == 3) {
                  Thread.currentThread().interrupt();
                }
              });
              return 1;
            });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(total).isEqualTo(3);
  }
}
