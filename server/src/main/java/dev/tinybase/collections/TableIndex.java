package dev.tinybase.collections;

import dev.tinybase.collections.Collection.AccessRule;
import dev.tinybase.collections.Collection.Column;
import dev.tinybase.collections.Collection.Options;
import dev.tinybase.db.Dialect;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * An index of a records table, as schema and options ask for it.
 *
 * @param name derived from what it holds, so that equal names mean equal indexes
 * @param wish what asks for it, for people
 */
record TableIndex(String name, List<Column> columns, boolean unique, String wish) {
  /**
   * What an entry of an index may hold in all: PostgreSQL refuses more than a third of a page,
   * about 2,700 bytes.
   */
  private static final int MOST_BYTES = 2_500;

  TableIndex {
    columns = List.copyOf(columns);
  }

  /** All indexes of a collection but the one that every table has. */
  static List<TableIndex> of(int number, Schema schema, Options options) {
    var indexes = new ArrayList<TableIndex>();
    for (var field : schema.fields()) {
      if (field.unique() || field.index()) {
        indexes.add(of(number, columns(field), field.unique()));
      }
    }
    options.indexes().forEach(index -> indexes.add(of(number, index.columns(), index.unique())));
    if (options.access().list() instanceof AccessRule.Owner) {
      var columns = List.of("owner_id", "created_at", "id");
      indexes.add(of(number, columns.stream().map(c -> new Column(c, true)).toList(), false));
    }
    return indexes.stream().distinct().toList();
  }

  /**
   * Lists of the records that share a value come in the order of their making. With the time in the
   * index only those of the page are read, else all that share the value.
   */
  private static List<Column> columns(Field field) {
    var column = new Column(field.name(), false);
    return field.unique() ? List.of(column) : List.of(column, new Column("created_at", false));
  }

  /** For each text field in an index: the most bytes that it may hold. */
  static Map<String, Integer> mostBytes(Schema schema, Options options) {
    var most = new HashMap<String, Integer>();
    for (var index : of(0, schema, options)) {
      var texts =
          index.columns().stream()
              .map(column -> schema.field(column.field()))
              .filter(field -> field != null && field.type() instanceof FieldType.Text)
              .map(Field::name)
              .toList();
      texts.forEach(name -> most.merge(name, MOST_BYTES / texts.size(), Math::min));
    }
    return most;
  }

  /** Whether it holds the field. */
  boolean mentions(String field) {
    return columns.stream().anyMatch(column -> column.field().equals(field));
  }

  /** The names of its fields. */
  List<String> fields() {
    return columns.stream().map(Column::field).toList();
  }

  /** The same index after fields were renamed. */
  TableIndex renamed(int number, Map<String, String> names) {
    return of(
        number,
        columns.stream()
            .map(column ->
                new Column(names.getOrDefault(column.field(), column.field()), column.descending()))
            .toList(),
        unique);
  }

  /** The statement that makes it, unless it is there. */
  String create(Dialect dialect, String table, Schema schema) {
    var columns =
        ordered().map(column -> indexed(column, dialect, schema)).collect(Collectors.joining(", "));
    return "create %s if not exists %s on %s (%s)"
        .formatted(unique ? "unique index" : "index", dialect.quote(name), table, columns);
  }

  /** Lists end their order with the id: without it in the index each page would be sorted. */
  private Stream<Column> ordered() {
    return unique || mentions("id")
        ? columns.stream()
        : Stream.concat(
            columns.stream(), Stream.of(new Column("id", columns.getLast().descending())));
  }

  /** Nulls stand in the index where lists that are sorted by the column want them. */
  private static String indexed(Column column, Dialect dialect, Schema schema) {
    var field = schema.field(column.field());
    var name = dialect.quote(column.field());
    if (field == null && !column.field().equals("owner_id")) {
      return name + (column.descending() ? " desc" : " asc"); // is never null
    }
    var comparable = field == null ? name : dialect.comparable(field.type().column(), name);
    return dialect.ordered(comparable, column.descending());
  }

  private static TableIndex of(int number, List<Column> columns, boolean unique) {
    var wish =
        columns.stream()
            .map(column -> (column.descending() ? "-" : "") + column.field())
            .collect(Collectors.joining(", "));
    var kind = unique ? "u" : "i";
    var words = wish.replaceAll("[^A-Za-z0-9_]+", "_");
    var name =
        "records_%d_%s_%s_%08x"
            .formatted(number, kind, words.substring(0, Math.min(24, words.length())), crc(wish));
    return new TableIndex(name, columns, unique, wish);
  }

  private static long crc(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
