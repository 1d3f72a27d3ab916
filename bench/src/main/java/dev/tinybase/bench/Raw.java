package dev.tinybase.bench;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The yardstick below the server: the same work on the same tables with plain sqlite-jdbc in one
 * thread, in microseconds of CPU for each operation.
 */
final class Raw implements AutoCloseable {
  /** As many inserts as the prototype's groups had at 64 connections. */
  private static final int GROUP = 22;

  private static final String COLUMNS =
      "id, owner_id, created_at, updated_at, _version, title, body, category, score, published";

  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

  private final Connection data;
  private final Connection copy;
  private final String table;
  private final String target;
  private final List<byte[]> ids;
  private final Random random = new Random(2);
  private final Map<String, List<Double>> micros = new LinkedHashMap<>();

  /** Reads one collection in the instance's file; inserts go to a copy of the tables of another. */
  Raw(Path file, String collection, String empty, List<String> ids) throws SQLException {
    this.ids = ids.stream().map(id -> bytes(UUID.fromString(id))).toList();
    data = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
    table = tableOf(collection);
    target = tableOf(empty);
    copy = DriverManager.getConnection("jdbc:sqlite:" + file.resolveSibling("raw.db"));
    copyTables();
  }

  /** Measures everything once. */
  void round() throws SQLException {
    measure("read by id", this::reads);
    measure("create", this::creates);
    measure("list of 20 with total", this::lists);
    measure("indexed filter with total", () -> filters("category = ?", this::category));
    measure("unindexed filter with total", () -> filters("score < ?", () -> 0.001));
  }

  /** The figures of all rounds by variant. */
  Map<String, List<Double>> micros() {
    return micros;
  }

  @Override
  public void close() throws SQLException {
    copy.close();
    data.close();
  }

  /** Does a few operations and says how many. */
  private interface Work {
    int run() throws SQLException;
  }

  private interface Value {
    Object next();
  }

  private void measure(String name, Work work) throws SQLException {
    var threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long end = System.nanoTime() + ROUND_NANOS;
    long operations = 0;
    while (System.nanoTime() < end) {
      operations += work.run();
    }
    double each = (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / operations;
    micros.computeIfAbsent(name, _ -> new ArrayList<>()).add(each);
  }

  private int reads() throws SQLException {
    try (var statement =
        data.prepareStatement("select " + COLUMNS + " from " + table + " where id = ?")) {
      for (int i = 0; i < 500; i++) {
        statement.setBytes(1, ids.get(random.nextInt(ids.size())));
        records(statement);
      }
    }
    return 500;
  }

  private int lists() throws SQLException {
    var page =
        "select " + COLUMNS + " from " + table + " order by created_at desc, id desc limit 20";
    var total = "select total from _record_counts where collection = ?";
    try (var rows = data.prepareStatement(page);
        var count = data.prepareStatement(total)) {
      count.setInt(1, Integer.parseInt(table.substring("records_".length())));
      for (int i = 0; i < 50; i++) {
        records(rows);
        number(count);
      }
    }
    return 50;
  }

  private int filters(String condition, Value value) throws SQLException {
    var from = " from " + table + " where " + condition;
    var page = "select " + COLUMNS + from + " order by created_at desc, id desc limit 20";
    try (var rows = data.prepareStatement(page);
        var count = data.prepareStatement("select count(*)" + from)) {
      for (int i = 0; i < 5; i++) {
        var wanted = value.next();
        rows.setObject(1, wanted);
        records(rows);
        count.setObject(1, wanted);
        number(count);
      }
    }
    return 5;
  }

  private String category() {
    return "c" + random.nextInt(Seed.CATEGORIES);
  }

  private int creates() throws SQLException {
    var insert =
        "insert into " + target + " (" + COLUMNS + ") values (?, ?, ?, ?, 1, ?, ?, ?, ?, 1)";
    copy.setAutoCommit(false);
    try (var statement = copy.prepareStatement(insert)) {
      for (int i = 0; i < GROUP; i++) {
        long now = System.currentTimeMillis() * 1000;
        statement.setBytes(1, bytes(UUID.randomUUID()));
        statement.setBytes(2, ids.getFirst());
        statement.setLong(3, now);
        statement.setLong(4, now);
        statement.setString(5, "Note " + i);
        statement.setString(6, Seed.TEXT);
        statement.setString(7, category());
        statement.setDouble(8, random.nextDouble());
        statement.executeUpdate();
      }
    }
    copy.commit();
    return GROUP;
  }

  /** Fetches every column of every record, each in the type in which it is kept. */
  private static void records(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        rows.getBytes(1);
        rows.getBytes(2);
        rows.getLong(3);
        rows.getLong(4);
        rows.getLong(5);
        rows.getString(6);
        rows.getString(7);
        rows.getString(8);
        rows.getDouble(9);
        rows.getLong(10);
      }
    }
  }

  private static void number(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      rows.next();
      rows.getLong(1);
    }
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /** The view that is named like the collection tells the table. */
  private String tableOf(String collection) throws SQLException {
    try (var statement = data.prepareStatement("select number from _collections where name = ?")) {
      statement.setString(1, collection);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return "records_" + rows.getInt(1);
      }
    }
  }

  private void copyTables() throws SQLException {
    var shape =
        "select sql from sqlite_master where tbl_name in (?, '_collections', '_record_counts')"
            + " and sql is not null order by type = 'trigger', type = 'index'";
    try (var statement = data.prepareStatement(shape);
        var copier = copy.createStatement()) {
      copier.execute("pragma journal_mode = wal");
      copier.execute("pragma synchronous = full");
      statement.setString(1, target);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          copier.execute(rows.getString(1));
        }
      }
    }
  }
}
