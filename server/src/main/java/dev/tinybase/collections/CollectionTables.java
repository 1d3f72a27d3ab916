package dev.tinybase.collections;

import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The tables, views, indexes and counters behind collections. */
final class CollectionTables {
  private final Dialect dialect;

  CollectionTables(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Makes everything that a new collection needs. */
  void create(Sql sql, Collection collection) {
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

  /** Carries out a plan; the steps with those about indexes that came with it. */
  List<SchemaStep> change(Sql sql, Collection before, PlannedUpdate planned, Set<String> drop) {
    var all = new ArrayList<>(planned.steps());
    all.addAll(new SchemaMigration(sql, dialect, before, planned, drop).run());
    if (new Ddl(dialect, before.number()).counts()) { // a condition may mean other records now
      sql.update(
          "update _record_counts set changes = changes + 1 where collection = ?", before.number());
    }
    return all;
  }

  /** Drops everything of a collection. */
  void drop(Sql sql, Collection collection) {
    var ddl = new Ddl(dialect, collection.number());
    sql.execute(ddl.dropView(collection.name()));
    sql.execute(ddl.dropTable());
    if (ddl.counts()) {
      sql.update("delete from _record_counts where collection = ?", collection.number());
    }
  }

  /** Somebody else's table of the name in the same database. */
  private void refuseTakenView(Sql sql, String view) {
    var query =
        dialect.name().equals("sqlite")
            ? "select count(*) from sqlite_schema where name = ?"
            : "select count(*) from pg_class where relname = ? and relnamespace ="
                + " current_schema()::regnamespace";
    if (sql.number(query, view) > 0) {
      throw Problem.badRequest(
          "name_taken",
          "The database has a table or view '" + view + "' already; choose another name.");
    }
  }
}
