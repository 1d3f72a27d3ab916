package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.SchemaParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows of {@code _collections}, with the tables, views, indexes and counters behind them. */
final class CollectionStore {
  private final Dialect dialect;
  private final String select;

  CollectionStore(Dialect dialect) {
    this.dialect = dialect;
    this.select =
        "select number, id, name, label, schema, options, schema_version, "
            + dialect.select(ColumnType.TIMESTAMP, "created_at")
            + " as created_at, "
            + dialect.select(ColumnType.TIMESTAMP, "updated_at")
            + " as updated_at from _collections";
  }

  /** Of the database that these statements are for. */
  Dialect dialect() {
    return dialect;
  }

  /** Every collection by name; those that have not changed since are not compiled again. */
  List<Collection> list(Sql sql, List<Collection> known) {
    Map<UUID, Collection> byId =
        known.stream().collect(Collectors.toMap(Collection::id, Function.identity()));
    return sql.list(
        select + " order by name",
        row -> {
          var before = byId.get(row.uuid("id"));
          return before != null && before.schemaVersion() == row.integer("schema_version")
              ? before
              : collection(row);
        });
  }

  /** A collection that stays as it is until the transaction ends. */
  Optional<Collection> lock(Sql sql, String name) {
    return sql.first(
        select + " where name = ?" + dialect.forUpdate(), CollectionStore::collection, name);
  }

  /**
   * Writes a new row and makes everything that belongs to it; the unique name is the database's to
   * guard.
   */
  Collection insert(Sql sql, Collection made) {
    sql.update(
        "insert into _collections (id, name, label, schema, options, schema_version, created_at,"
            + " updated_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
        made.id(),
        made.name(),
        made.label(),
        Json.text(made.schemaJson()),
        Json.text(made.optionsJson()),
        made.schemaVersion(),
        made.createdAt(),
        made.updatedAt());
    var collection =
        made.numbered((int) sql.number("select number from _collections where id = ?", made.id()));
    createTable(sql, collection);
    return collection;
  }

  private void createTable(Sql sql, Collection collection) {
    var ddl = new Ddl(dialect, collection.number());
    refuseTakenView(sql, ddl.view(collection.name()));
    sql.execute(ddl.createTable(collection.schema()));
    sql.execute(ddl.createOrderIndex());
    for (var index :
        TableIndex.of(collection.number(), collection.schema(), collection.options())) {
      sql.execute(ddl.createIndex(index, collection.schema()));
    }
    if (ddl.counts()) {
      sql.update(
          "insert into _record_counts (collection, total) values (?, 0)", collection.number());
      ddl.createTriggers().forEach(sql::execute);
    }
    sql.execute(ddl.createView(collection.name(), collection.schema()));
  }

  boolean isThere(Sql sql, String name) {
    return sql.number("select count(*) from _collections where name = ?", name) > 0;
  }

  /** The version in place; 0 for a collection that is gone. */
  long version(Sql sql, int number) {
    return sql.number("select schema_version from _collections where number = ?", number);
  }

  /** Carries out a plan; its steps with those about indexes that came with it. */
  List<SchemaStep> change(Sql sql, Collection before, SchemaPlan plan) {
    var changed = plan.after();
    var steps = new ArrayList<>(plan.steps());
    steps.addAll(new SchemaMigration(sql, dialect, before, plan).run());
    if (new Ddl(dialect, before.number()).counts()) { // a condition may mean other records now
      sql.update(
          "update _record_counts set changes = changes + 1 where collection = ?", before.number());
    }
    sql.update(
        "update _collections set label = ?, schema = ?, options = ?, schema_version = ?,"
            + " updated_at = ? where number = ?",
        changed.label(),
        Json.text(changed.schemaJson()),
        Json.text(changed.optionsJson()),
        changed.schemaVersion(),
        changed.updatedAt(),
        changed.number());
    return steps;
  }

  /** Drops everything of a collection. */
  void delete(Sql sql, Collection collection) {
    var ddl = new Ddl(dialect, collection.number());
    sql.execute(ddl.dropView(collection.name()));
    sql.execute(ddl.dropTable());
    sql.update("delete from _record_counts where collection = ?", collection.number());
    sql.update("delete from _collections where number = ?", collection.number());
  }

  /** Somebody else's table of the name in the same database. */
  private void refuseTakenView(Sql sql, String view) {
    var query =
        dialect.isSqlite()
            ? "select count(*) from sqlite_schema where name = ?"
            : "select count(*) from pg_class where relname = ? and relnamespace ="
                + " current_schema()::regnamespace";
    if (sql.number(query, view) > 0) {
      throw Problem.badRequest(
          "name_taken",
          "The database has a table or view '" + view + "' already; choose another name.");
    }
  }

  private static Collection collection(Row row) {
    return Collection.of(
        (int) row.integer("number"),
        row.uuid("id"),
        row.text("name"),
        row.text("label"),
        (int) row.integer("schema_version"),
        SchemaParser.parseStored(Json.trusted(row.text("schema"))),
        Json.trusted(row.text("options")),
        row.instant("created_at"),
        row.instant("updated_at"));
  }
}
