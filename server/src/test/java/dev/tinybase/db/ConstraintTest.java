package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.db.ConstraintViolation.Kind;
import dev.tinybase.testing.Engine;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class ConstraintTest {
  private final Database database;

  ConstraintTest(Engine engine) {
    database = engine.fresh();
    var uuid = database.dialect().columnType(ColumnType.UUID);
    database.write(sql -> {
      sql.execute(
          """
          create table parents (id %s primary key);
          create table things (
            id integer primary key,
            title text not null,
            "Slug" text,
            place text,
            parent %s references parents (id),
            amount integer check (amount > 0));
          create unique index things_slug on things ("Slug");
          create unique index things_place on things (title, place);
          """
              .formatted(uuid, uuid));
      return sql.update(
          "insert into things (id, title, \"Slug\", place) values (1, 'a', 's', 'here')");
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_violation_names_its_columns() {
    var duplicate = violation("insert into things (id, title, \"Slug\") values (2, 'b', 's')");
    assertThat(duplicate.kind()).isEqualTo(Kind.UNIQUE);
    assertThat(duplicate.columns()).containsExactly("Slug");

    var both = violation("insert into things (id, title, place) values (2, 'a', 'here')");
    assertThat(both.kind()).isEqualTo(Kind.UNIQUE);
    assertThat(both.columns()).containsExactly("title", "place");

    var key = violation("insert into things (id, title) values (1, 'z')");
    assertThat(key.kind()).isEqualTo(Kind.UNIQUE);
    assertThat(key.columns()).containsExactly("id");

    var missing = violation("insert into things (id) values (2)");
    assertThat(missing.kind()).isEqualTo(Kind.NOT_NULL);
    assertThat(missing.columns()).containsExactly("title");
  }

  @Test
  void references_and_checks_are_told_apart() {
    var reference =
        violation("insert into things (id, title, parent) values (2, 'b', ?)", UUID.randomUUID());
    assertThat(reference.kind()).isEqualTo(Kind.FOREIGN_KEY);
    var check = violation("insert into things (id, title, amount) values (2, 'b', 0)");
    assertThat(check.kind()).isEqualTo(Kind.CHECK);
  }

  @Test
  void a_violation_quotes_no_value() {
    var duplicate = violation("insert into things (id, title, \"Slug\") values (2, 'b', ?)", "s");
    assertThat(duplicate).hasMessage("UNIQUE [Slug]");
    assertThat(String.valueOf(duplicate.getCause())).doesNotContain("(s)");
  }

  private ConstraintViolation violation(String insert, Object... parameters) {
    return catchThrowableOfType(
        ConstraintViolation.class, () -> database.write(sql -> sql.update(insert, parameters)));
  }
}
