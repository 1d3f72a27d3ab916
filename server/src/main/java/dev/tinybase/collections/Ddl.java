package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The texts of DDL for the table of one collection. Every identifier is a name that a parsed schema
 * or we ourselves gave; of values only defaults are part of a text, as literals.
 */
final class Ddl {
  /** Characters of a text that a column before others may have. */
  private static final int NARROW = 255;

  /** PostgreSQL cuts longer identifiers. */
  private static final int LONGEST_NAME = 63;

  /** PostgreSQL's limit, in which dropped columns count. */
  private static final int MOST_COLUMNS = 1_600;

  /** To make the table anew costs as much as dropping about six columns one by one. */
  private static final int MOST_DROPS = 6;

  /** How the definition of each table ends in SQLite. */
  private static final String STRICT = ") strict";

  private final Dialect dialect;
  private final int number;
  private final String table;

  Ddl(Dialect dialect, int number) {
    this.dialect = dialect;
    this.number = number;
    this.table = dialect.quote("records_" + number);
  }

  /** The quoted name of the table. */
  String table() {
    return table;
  }

  /**
   * Keeps others from writing records while a change checks those that are there. SQLite has one
   * writer anyway.
   */
  Optional<String> lock() {
    return dialect.isSqlite()
        ? Optional.empty()
        : Optional.of("lock table " + table + " in access exclusive mode");
  }

  String createTable(Schema schema) {
    return createTable(table, schema);
  }

  /** Makes the table anew with these columns only, without its indexes. */
  List<String> rebuild(Schema kept) {
    var next = dialect.quote("records_" + number + "_rebuilt");
    var names = new ArrayList<>(List.of("id", "owner_id", "created_at", "updated_at", "_version"));
    names.addAll(kept.names());
    var columns = names.stream().map(dialect::quote).collect(Collectors.joining(", "));
    var statements = new ArrayList<String>();
    statements.add(createTable(next, kept));
    statements.add(
        "insert into %s (%s) select %s from %s".formatted(next, columns, columns, table));
    statements.add(dropTable());
    statements.add("alter table " + next + " rename to " + dialect.quote("records_" + number));
    statements.add(createOrderIndex());
    if (counts()) {
      statements.addAll(createTriggers());
    }
    return statements;
  }

  /**
   * Whether it is better, or the only way, to make the table anew: SQLite goes over all records for
   * each column that is dropped, and in PostgreSQL those that were dropped count for ever.
   *
   * @param added how many columns come
   * @param dropped how many go now
   */
  boolean needsRebuild(Sql sql, int added, int dropped) {
    return dialect.isSqlite()
        ? dropped > MOST_DROPS
        : added > 0
            && sql.number(
                        "select max(attnum) from pg_attribute where attrelid = ?::regclass", table)
                    + added
                > MOST_COLUMNS;
  }

  private String createTable(String name, Schema schema) {
    var fields =
        schema.fields().stream()
            .sorted(Comparator.comparing(field -> isWide(field.type())))
            .map(field -> ", " + column(field))
            .collect(Collectors.joining());
    var columns =
        ("id %1$s not null primary key, owner_id %1$s, created_at %2$s not null, updated_at %2$s not null,"
                + " _version %3$s not null default 1")
            .formatted(
                dialect.columnType(ColumnType.UUID),
                dialect.columnType(ColumnType.TIMESTAMP),
                dialect.columnType(ColumnType.INTEGER));
    return "create table " + name + " (" + columns + fields + (dialect.isSqlite() ? STRICT : ")");
  }

  /**
   * What may be long comes last: to read a column, SQLite passes over all that is before it, on
   * pages of their own where they are many.
   */
  private static boolean isWide(FieldType type) {
    return switch (type) {
      case FieldType.Text text -> text.maxLength() == null || text.maxLength() > NARROW;
      case FieldType.Json _, FieldType.ListOf _, FieldType.Dictionary _ -> true;
      case FieldType.Numeric<?> _, FieldType.Bool _, FieldType.Date _, FieldType.DateTime _ ->
          false;
    };
  }

  /** The index of the order in which records are listed by default. */
  String createOrderIndex() {
    var name = dialect.quote("records_" + number + "_created");
    return "create index " + name + " on " + table + " (created_at, id)";
  }

  String createIndex(TableIndex index, Schema schema) {
    return index.create(dialect, table, schema);
  }

  String dropIndex(TableIndex index) {
    return "drop index if exists " + dialect.quote(index.name());
  }

  /** Whether triggers count the records and their changes, because counting rows is slow there. */
  boolean counts() {
    return dialect.isSqlite();
  }

  /** Keeps the numbers of records and of changes up to date. */
  List<String> createTriggers() {
    return List.of(
        trigger("insert", "total = total + 1, "),
        trigger("delete", "total = total - 1, "),
        trigger("update", ""));
  }

  private String trigger(String event, String total) {
    var name = dialect.quote("records_" + number + "_" + event);
    return """
    create trigger %s after %s on %s begin
      update _record_counts set %schanges = changes + 1 where collection = %s;
    end\
    """
        .formatted(name, event, table, total, number);
  }

  String createView(String collection, Schema schema) {
    var columns =
        Stream.concat(
            Stream.of(
                shown("id", ColumnType.UUID),
                shown("owner_id", ColumnType.UUID),
                shown("created_at", ColumnType.TIMESTAMP),
                shown("updated_at", ColumnType.TIMESTAMP)),
            schema.fields().stream().map(field -> shown(field.name(), field.type().column())));
    return "create view "
        + quotedView(collection)
        + columns.collect(Collectors.joining(", ", " as select ", " from " + table));
  }

  /** A column of the view, for people and other tools: PostgreSQL has types that they know. */
  private String shown(String name, ColumnType type) {
    var column = dialect.quote(name);
    return dialect.isSqlite() ? dialect.text(type, column) + " as " + column : column;
  }

  String dropView(String collection) {
    return "drop view if exists " + quotedView(collection);
  }

  String dropTable() {
    return "drop table " + table;
  }

  List<String> dropColumns(List<String> names) {
    return alterAll(names.stream().map(name -> "drop column " + dialect.quote(name)).toList());
  }

  String renameColumn(String from, String to) {
    return alter("rename column " + dialect.quote(from) + " to " + dialect.quote(to));
  }

  /** Adds columns that may be null; {@link #setNotNull} may follow when they are filled. */
  List<String> addColumns(List<String> names, List<ColumnType> types) {
    var definitions = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      definitions.add(dialect.quote(names.get(i)) + " " + dialect.columnType(types.get(i)));
    }
    return addDefinitions(definitions);
  }

  /**
   * Adds columns whose defaults are {@link ColumnDefault#isConstant constant}: the records that are
   * there have them without being rewritten. Only SQLite needs to remember them.
   */
  List<String> addConstants(List<Field> fields) {
    var adding =
        fields.stream()
            .map(each -> column(each) + " default " + ColumnDefault.literal(each, dialect));
    var forgetting =
        fields.stream()
            .filter(_ -> !dialect.isSqlite())
            .map(each -> "alter column " + dialect.quote(each.name()) + " drop default");
    return Stream.concat(
            addDefinitions(adding.toList()).stream(), alterAll(forgetting.toList()).stream())
        .toList();
  }

  /**
   * SQLite's own {@code add column} changes the text of the table's definition, and then looks at
   * every value of a strict table, for each column anew. Here the text is changed alone: none of
   * our columns can make a record wrong that is there. A text that ends in another way stays as it
   * is; then, or where the new one cannot be read, the statements that follow are refused and all
   * is undone. Other connections see the change by that of the view, which is made anew with it.
   */
  private List<String> addDefinitions(List<String> definitions) {
    if (!dialect.isSqlite() || definitions.isEmpty()) {
      return alterAll(definitions.stream().map(each -> "add column " + each).toList());
    }
    var added = ", " + String.join(", ", definitions) + STRICT;
    return List.of(
        "pragma writable_schema = on",
        """
        update sqlite_schema set sql = substr(sql, 1, length(sql) - %d) || '%s'
        where type = 'table' and name = 'records_%d' and sql like '%%%s'\
        """
            .formatted(STRICT.length(), added.replace("'", "''"), number, STRICT),
        "pragma writable_schema = reset");
  }

  List<String> setNotNull(List<String> columns) {
    return alterAll(
        columns.stream()
            .map(column -> "alter column " + dialect.quote(column) + " set not null")
            .toList());
  }

  /** PostgreSQL goes over the table once for all of them. */
  private List<String> alterAll(List<String> actions) {
    return dialect.isSqlite() || actions.isEmpty()
        ? actions.stream().map(this::alter).toList()
        : List.of(alter(String.join(", ", actions)));
  }

  String dropNotNull(String column) {
    return alter("alter column " + dialect.quote(column) + " drop not null");
  }

  private String alter(String what) {
    return "alter table " + table + " " + what;
  }

  private String column(Field field) {
    return dialect.quote(field.name())
        + " "
        + dialect.columnType(field.type().column())
        + (field.acceptsNull() ? "" : " not null");
  }

  private String quotedView(String collection) {
    return dialect.quote(view(collection));
  }

  /** The name of the view that shows the collection to people who write SQL. */
  String view(String name) {
    var tail = "_" + number;
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, LONGEST_NAME - tail.length()) + tail;
  }
}
