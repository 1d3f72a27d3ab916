package dev.tinybase.endtoend;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The whole content of a database as text, read past TinyBase. */
final class Dump {
  /** Wrong passwords are meant to be remembered. */
  private static final Set<String> VOLATILE = Set.of("_login_failures");

  private Dump() {}

  /** Every table with its rows, sorted. */
  static Map<String, String> of(String url) {
    try (var connection = DriverManager.getConnection(jdbc(url))) {
      Map<String, String> dump = new TreeMap<>();
      for (var table : tables(connection)) {
        dump.put(table, rows(connection, "select * from \"" + table + "\""));
      }
      return dump;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String jdbc(String url) {
    if (url.startsWith("sqlite:///")) {
      return "jdbc:sqlite:" + url.substring("sqlite:///".length());
    }
    var uri = URI.create(url);
    return "jdbc:postgresql://%s:%d%s?user=%s"
        .formatted(uri.getHost(), uri.getPort(), uri.getPath(), uri.getUserInfo());
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (var rows = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      while (rows.next()) {
        tables.add(rows.getString("TABLE_NAME"));
      }
    }
    tables.removeIf(VOLATILE::contains);
    return tables;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }

  private static String rows(Connection connection, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          values.add(text(rows.getObject(column)));
        }
        lines.add(String.join("|", values));
      }
    }
    Collections.sort(lines);
    return String.join("\n", lines);
  }
}
