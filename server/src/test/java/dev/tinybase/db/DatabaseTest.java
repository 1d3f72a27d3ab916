package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class DatabaseTest {
  private final Database database;

  DatabaseTest(Engine engine) {
    database = engine.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void what_was_written_is_read() {
    var id = UUID.randomUUID();
    var now = Instant.parse("2026-11-22T22:18:10.123456789Z");
    database.write(sql ->
        sql.update(
            "insert into _users (id, email, email_key, password_hash, is_admin, created_at,"
                + " updated_at) values (?, ?, ?, ?, ?, ?, ?)",
            id,
            "A@x.org",
            "a@x.org",
            "-",
            true,
            now,
            now));
    var created = database.dialect().select(ColumnType.TIMESTAMP, "created_at");
    var found =
        database.read(sql ->
            sql.first(
                "select id, is_admin, " + created + " from _users where id = ?",
                row -> row.text(1) + " " + row.bool(2) + " " + row.text(3),
                id));
    assertThat(found).contains(id + " true 2026-11-22T22:18:10.123456Z");
  }
}
