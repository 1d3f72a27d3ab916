package dev.tinybase.endtoend;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** SQLite's own opinion of a file. */
final class Integrity {
  private Integrity() {}

  /** {@code ok}, or what is wrong. */
  static String check(Path file) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("pragma quick_check")) {
      return rows.getString(1);
    } catch (SQLException e) {
      return e.toString();
    }
  }
}
