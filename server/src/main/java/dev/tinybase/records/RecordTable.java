package dev.tinybase.records;

import static java.util.stream.Collectors.joining;

import dev.tinybase.collections.Collection;
import dev.tinybase.collections.Collection.AccessRule;
import dev.tinybase.db.Database;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.FilterSql;
import dev.tinybase.filters.SqlFragment;
import dev.tinybase.json.Json;
import dev.tinybase.schema.RecordValidator;
import dev.tinybase.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one version of a collection needs at work, made once for it: its statements, JSON, checks
 * and rules.
 */
final class RecordTable {
  private static final int MOST_ROWS = 50;
  private static final int MOST_PARAMETERS = 5_000;

  private final Collection collection;
  private final Dialect dialect;
  private final String table;
  private final RecordTotals totals;
  private final Size size = new Size();
  private final RecordJson adminJson;
  private final RecordJson publicJson;
  private final ListQuery.Parser adminQueries;
  private final ListQuery.Parser publicQueries;
  private final String byId;
  private final String byIdLocked;
  private final Map<String, String> byUnique = new ConcurrentHashMap<>();
  private final String insert;
  private final String bulkInsert;
  private final int bulkRows;
  private final int columns;
  private final String delete;
  private final RecordValidator validator;
  private final FilterSql filterSql;
  private final SqlFragment listRule;
  private final SqlFragment readRule;

  /** One that remembers no totals for others. */
  RecordTable(Collection collection, Dialect dialect) {
    this(collection, dialect, new RecordTotals(dialect));
  }

  RecordTable(Collection collection, Dialect dialect, RecordTotals totals) {
    this.collection = collection;
    this.dialect = dialect;
    this.totals = totals;
    table = dialect.quote(collection.table());
    var ofAdmins = collection.visibility(true);
    var ofEverybody = collection.visibility(false);
    adminJson = new RecordJson(collection, dialect, ofAdmins.readable());
    publicJson = new RecordJson(collection, dialect, ofEverybody.readable());
    adminQueries = new ListQuery.Parser(collection, dialect, ofAdmins, adminJson);
    publicQueries = new ListQuery.Parser(collection, dialect, ofEverybody, publicJson);
    byId = byId(adminJson.columns());
    byIdLocked = byId + dialect.forUpdate();
    columns = Columns.FIRST_FIELD - 1 + schema().fields().size();
    bulkRows = Math.clamp(MOST_PARAMETERS / columns, 1, MOST_ROWS);
    var marks = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
    var into =
        "insert into " + table + " (" + Columns.names(dialect, schema()) + ") values " + marks;
    int number = collection.number();
    insert = totals.counting(number, 1) + into;
    bulkInsert = totals.counting(number, bulkRows) + into + (", " + marks).repeat(bulkRows - 1);
    delete = totals.counting(number, -1) + "delete from " + table + " where id = ?";
    validator = collection.validator();
    filterSql = new FilterSql(dialect, Columns.TABLE);
    listRule = compiled(collection.options().access().list());
    readRule = compiled(collection.options().access().read());
  }

  Collection collection() {
    return collection;
  }

  Schema schema() {
    return collection.schema();
  }

  /** The totals of its lists, and of those of all other tables. */
  RecordTotals totals() {
    return totals;
  }

  /** Whether triggers count its records, and how often they have changed. */
  boolean hasTriggers() {
    return totals.hasTriggers();
  }

  RecordValidator validator() {
    return validator;
  }

  /** Compiles filters over this table. */
  FilterSql filterSql() {
    return filterSql;
  }

  /** The rule of lists or reads as a condition; 403 where it refuses whatever the record. */
  SqlFragment visible(AccessCheck access) {
    access.enter();
    return switch (access.rule()) {
      case AccessRule.Public _, AccessRule.Authenticated _, AccessRule.AdminOnly _ ->
          SqlFragment.TRUE;
      case AccessRule.Owner _ -> SqlFragment.of("owner_id = ?", access.userId());
      case AccessRule.When _ ->
          (access.action() == AccessCheck.Action.LIST ? listRule : readRule)
              .bind(access::variables);
    };
  }

  /** The records as this caller sees them. */
  RecordJson json(AccessCheck access) {
    return access.isAdmin() ? adminJson : publicJson;
  }

  /** The records with every field. */
  RecordJson whole() {
    return adminJson;
  }

  /** What reads this caller's queries. */
  ListQuery.Parser queries(AccessCheck access) {
    return access.isAdmin() ? adminQueries : publicQueries;
  }

  /** A record in memory with every field. */
  String json(StoredRecord entry) {
    return new String(adminJson.document(entry).json().toBytes(), StandardCharsets.UTF_8);
  }

  /** The data of a new record with what the fields hold that are not given. */
  ObjectNode withDefaults(ObjectNode given) {
    var filled = Json.object().setAll(given);
    for (var field : schema().fields()) {
      if (!filled.has(field.name())) {
        filled.set(field.name(), RecordJson.node(RecordValidator.fallback(field)));
      }
    }
    return filled;
  }

  /** The text that selects all rows, to be followed by clauses. */
  String select(String columns) {
    return "select " + columns + " from " + table + " as " + Columns.TABLE;
  }

  /** What joins {@link #select} with the ids of the rows that clauses pick. */
  String joined(String clauses) {
    var id = Columns.column(dialect, "id");
    return " join (" + select(id) + clauses + ") as page on page.id = " + id;
  }

  /** Whether an index begins with a column, so that a page in its order is read without a sort. */
  boolean hasIndex(String column) {
    var field = schema().field(column);
    return column.equals("id")
        || column.equals("created_at")
        || (field != null && (field.index() || field.unique()))
        || collection.options().indexes().stream()
            .anyMatch(index -> index.columns().getFirst().field().equals(column));
  }

  /** The text that asks for the number of all records, which is kept. */
  String total() {
    return RecordTotals.all(collection.number());
  }

  /** The text that selects one record by its id; more columns may follow those of the list. */
  String byId(String columns) {
    return select(columns) + " where id = ?";
  }

  /**
   * A whole record by its id or a unique field.
   *
   * @param locked whether it stays as it is until the transaction ends
   */
  Optional<StoredRecord> find(Sql sql, String on, Object key, boolean locked) {
    String text;
    if (on.equals("id")) {
      text = locked ? byIdLocked : byId;
    } else {
      var unlocked = byUnique.computeIfAbsent(on, this::byUnique);
      text = locked ? unlocked + dialect.forUpdate() : unlocked;
    }
    return sql.first(text, row -> StoredRecord.of(row, schema()), key);
  }

  /**
   * What to append to a select of whole records: in a transaction they stay as they were read until
   * it ends, so that nobody's change is lost under one that was made of what was read.
   */
  String held(Database database) {
    return database.inTransaction() ? dialect.forUpdate() : "";
  }

  /**
   * Holds records until the transaction ends, in the order of their ids, so that two transactions
   * that change the same records wait for each other in one direction only.
   */
  void lock(Sql sql, List<UUID> ids) {
    if (dialect.isSqlite()) {
      return; // nobody else writes
    }
    var all = ids.stream().map(UUID::toString).collect(joining(","));
    sql.list(
        "select 1 from "
            + table
            + " where id = any(string_to_array(?, ',')::uuid[]) order by id"
            + dialect.forUpdate(),
        _ -> true,
        all);
  }

  /** How many records one statement inserts; few enough for the databases' bounds of parameters. */
  int bulkRows() {
    return bulkRows;
  }

  /** Inserts records, {@link #bulkRows} of them in one statement. */
  void insert(Sql sql, List<StoredRecord> records) {
    int rows = records.size() == bulkRows ? bulkRows : 1;
    for (int at = 0; at < records.size(); at += rows) {
      var all = new @Nullable Object[rows * columns];
      for (int i = 0; i < rows; i++) {
        records.get(at + i).copyTo(all, i * columns);
      }
      sql.update(rows == 1 ? insert : bulkInsert, all);
    }
  }

  /** Writes the changed fields, and the columns of the system that a change may touch. */
  void update(Sql sql, StoredRecord before, StoredRecord after) {
    var text = new StringBuilder("update ").append(table);
    text.append(" set owner_id = ?, updated_at = ?, _version = ?");
    var all = new ArrayList<@Nullable Object>();
    all.add(after.ownerId());
    all.add(after.updatedAt());
    all.add(after.version());
    for (int position : after.changedSince(before)) {
      text.append(", ").append(dialect.quote(schema().fields().get(position).name()));
      text.append(" = ?");
      all.add(after.values()[position]);
    }
    all.add(after.id());
    sql.update(text.append(" where id = ?").toString(), all.toArray());
  }

  void delete(Sql sql, UUID id) {
    sql.update(delete, id);
  }

  Problem notFound(Object id) {
    return Problem.notFound(
        "record_not_found",
        "Record '" + id + "' not found in collection '" + collection.name() + "'.");
  }

  private String byUnique(String name) {
    var field = Objects.requireNonNull(schema().field(name));
    var column = dialect.comparable(field.type().column(), dialect.quote(name));
    return select(adminJson.columns()) + " where " + column + " = ?";
  }

  private SqlFragment compiled(AccessRule rule) {
    return rule instanceof AccessRule.When(var filter)
        ? filterSql.compile(filter)
        : SqlFragment.TRUE;
  }

  Size size() {
    return size;
  }

  /** How large its records are, as far as they were read lately. */
  static final class Size {
    private static final int SMALL = 16 << 10;
    private static final int LARGE = 1 << 20;

    private volatile long ofOne;

    /** Remembers a part of what was read; the number is not exact, and need not be. */
    void saw(long bytes, int records) {
      if (records > 0) {
        long before = ofOne;
        long after = before + (bytes / records - before) / 4;
        if (after != before) { // all readers share it
          ofOne = after;
        }
      }
    }

    /** A page of them was too large to be read at once. */
    void isLarge() {
      ofOne = Math.max(ofOne, RecordSink.MOST_BYTES);
    }

    /** How many of them may be read into memory at once. */
    int atOnce() {
      long one = ofOne;
      return one < SMALL ? Integer.MAX_VALUE : (int) Math.max(1, RecordSink.MOST_BYTES / one);
    }

    /** Whether a page of so many has more than a megabyte. */
    boolean areLarge(int records) {
      return of(records) > LARGE;
    }

    /** The bytes of so many records; 0 where they are small. */
    long of(int records) {
      long one = ofOne;
      return one < SMALL ? 0 : Math.min(records * one, RecordSink.MOST_BYTES + one);
    }
  }
}
