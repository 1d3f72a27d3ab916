package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.json.Json;
import dev.tinybase.schema.SchemaParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows of {@code _collections}. */
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

  /** Writes a new row and tells its number; the unique name is the database's to guard. */
  int insert(Sql sql, Collection made) {
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
    return (int) sql.number("select number from _collections where id = ?", made.id());
  }

  /** Writes what a collection has become. */
  void update(Sql sql, Collection changed) {
    sql.update(
        "update _collections set label = ?, schema = ?, options = ?, schema_version = ?,"
            + " updated_at = ? where number = ?",
        changed.label(),
        Json.text(changed.schemaJson()),
        Json.text(changed.optionsJson()),
        changed.schemaVersion(),
        changed.updatedAt(),
        changed.number());
  }

  void delete(Sql sql, int number) {
    sql.update("delete from _collections where number = ?", number);
  }

  private static Collection collection(Row row) {
    return Collection.of(
        (int) row.integer("number"),
        row.uuid("id"),
        row.text("name"),
        row.text("label"),
        (int) row.integer("schema_version"),
        SchemaParser.parse(Json.trusted(row.text("schema"))).schema(),
        Json.trusted(row.text("options")),
        row.instant("created_at"),
        row.instant("updated_at"));
  }
}
