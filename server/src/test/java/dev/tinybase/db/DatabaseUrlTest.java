package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  @Test
  void sqlite_files_are_relative_or_absolute() {
    assertThat(DatabaseUrl.parse("sqlite:///./rel.db"))
        .isEqualTo(new DatabaseUrl.Sqlite(Path.of("rel.db")));
    assertThat(DatabaseUrl.parse("sqlite:////var/abs.db"))
        .isEqualTo(new DatabaseUrl.Sqlite(Path.of("/var/abs.db")));
    assertThat(DatabaseUrl.parse("sqlite+aiosqlite:///./rel.db"))
        .isEqualTo(new DatabaseUrl.Sqlite(Path.of("rel.db")));
  }

  @Test
  void postgres_urls_have_many_parts() {
    assertThat(
            DatabaseUrl.parse("postgres://me:p%40ss+word@db.example:6432/shop?sslmode=require&a=b"))
        .isEqualTo(
            new DatabaseUrl.Postgres(
                "db.example:6432",
                "shop",
                "me",
                "p@ss+word",
                Map.of("sslmode", "require", "a", "b")));
    assertThat(DatabaseUrl.parse("postgresql://[::1]:5432/shop"))
        .isEqualTo(new DatabaseUrl.Postgres("[::1]:5432", "shop", "postgres", "", Map.of()));
    assertThat(DatabaseUrl.parse("postgresql://me@one,two"))
        .isEqualTo(new DatabaseUrl.Postgres("one,two", "me", "me", "", Map.of()));
  }

  @Test
  void the_password_is_never_shown() {
    var url = "postgresql://me:secret@host/shop";
    assertThat(Databases.display(url)).isEqualTo("postgresql://host/shop");
    assertThat(DatabaseUrl.parse(url).toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mysql://me:secret@host/shop",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///x.db?mode=ro",
        "postgresql://",
        "postgresql:///shop",
        "postgresql://me:secret@x@host/shop",
        "postgresql://me:sec/ret@host/shop"
      })
  void other_urls_are_refused_with_the_right_form(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatabaseUrl.parse(url))
        .withMessageContaining("database.url must")
        .withMessageNotContaining("secret");
  }
}
