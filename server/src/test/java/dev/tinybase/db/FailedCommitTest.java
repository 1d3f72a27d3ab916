package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.db.SqliteWriter.WriteTask;
import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.jdbc4.JDBC4Connection;

/** What is said of a write whose commit fails, and of a read that fails. */
class FailedCommitTest {
  @TempDir Path folder;

  /** A connection whose commits fail with a code, after or instead of the real one. */
  private static final class FailingConnection extends JDBC4Connection {
    private @Nullable SQLiteErrorCode code;

    FailingConnection(Path file) throws SQLException {
      super("jdbc:sqlite:" + file, file.toString(), new Properties());
    }

    void failWith(@Nullable SQLiteErrorCode failure) {
      code = failure;
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
      var real = super.prepareStatement(sql);
      return sql.equals("commit") ? failing(real) : real;
    }

    private PreparedStatement failing(PreparedStatement real) {
      return (PreparedStatement)
          Proxy.newProxyInstance(
              PreparedStatement.class.getClassLoader(),
              new Class<?>[] {PreparedStatement.class},
              (_, method, arguments) -> {
                if (code != null && method.getName().startsWith("execute")) {
                  throw new SQLiteException("the disk says no", code);
                }
                try {
                  return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  private static Problem failureOf(GroupCommit commits) {
    var task = new WriteTask<Integer>(sql -> sql.update("insert into notes values (1)"));
    commits.run(List.of(task));
    try {
      task.await();
    } catch (Problem problem) {
      return problem;
    }
    throw new AssertionError("the commit did not fail");
  }

  @Test
  void a_commit_that_the_disk_does_not_confirm_may_have_taken_place() throws SQLException {
    var connection = new FailingConnection(folder.resolve("data.db"));
    try (var sql =
        new JdbcSql(connection, new StatementCache(connection, 8), new SqliteDialect(), null)) {
      sql.execute("create table notes (number integer)");
      var commits = new GroupCommit(sql, () -> {});

      connection.failWith(SQLiteErrorCode.SQLITE_IOERR_FSYNC);
      var unknown = failureOf(commits);
      assertThat(unknown.code()).isEqualTo("outcome_unknown");
      assertThat(unknown.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
      assertThat(unknown.detail())
          .contains("SQLITE_IOERR_FSYNC", "may have been saved or not")
          .doesNotContain("othing was saved");
      assertThat(commits.writable()).isFalse();

      connection.failWith(SQLiteErrorCode.SQLITE_FULL);
      var full = failureOf(commits);
      assertThat(full.code()).isEqualTo("disk_full");
      assertThat(full.detail()).endsWith("make room. Nothing was saved.");

      connection.failWith(null);
      var task = new WriteTask<Integer>(at -> at.update("insert into notes values (1)"));
      commits.run(List.of(task));
      assertThat(task.await()).isEqualTo(1);
      assertThat(commits.writable()).isTrue();
    }
  }

  @Test
  void a_read_that_fails_tells_nothing_of_saving() throws IOException {
    var file = folder.resolve("broken.db");
    var settings = dev.tinybase.testing.Engine.settings("sqlite:///" + file);
    try (var database = Databases.open(settings)) {
      database.write(sql -> {
        sql.execute("create table notes (body text)");
        for (int i = 0; i < 200; i++) {
          sql.update("insert into notes values (?)", "x".repeat(1000));
        }
        return true;
      });
    }
    try (var database = Databases.open(settings)) {
      assertThat(database.<Long>read(sql -> sql.number("select 1"))).isEqualTo(1);
      try (var half = new RandomAccessFile(file.toFile(), "rw")) {
        half.setLength(half.length() / 2 / 4096 * 4096);
      }
      assertThatThrownBy(
              () -> database.read(sql -> sql.list("select body from notes", row -> row.text(1))))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.code()).isEqualTo("storage_failed");
                assertThat(problem.detail()).contains("SQLITE_").doesNotContain("saved");
              });
    }
  }
}
