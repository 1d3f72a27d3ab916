package dev.tinybase.records;

import dev.tinybase.collections.Collection;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.JsonText;
import dev.tinybase.db.Row;
import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.Schema;
import dev.tinybase.text.Instants;
import dev.tinybase.text.Sha256;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The JSON of a collection's records with some of their fields: which columns to select, and how a
 * row or a record in memory is written. Names and types are looked up once, when it is made.
 */
public final class RecordJson {
  /**
   * A record as it is answered to one caller.
   *
   * @param etag its entity tag, which begins with the version
   * @param json the UTF-8 text
   */
  public record Document(long version, String etag, JsonBytes json) {}

  private static final byte[] ID = ascii("{\"id\":\"");
  private static final byte[] DATA = ascii(",\"data\":{");
  private static final byte[] CREATED_AT = ascii("},\"created_at\":\"");
  private static final byte[] UPDATED_AT = ascii("\",\"updated_at\":\"");
  private static final byte[] END = ascii("\"}");

  private static final int BYTES_OF_A_RECORD = 512;
  private static final int LENGTH_OF_A_HASH = 16;

  private final List<Field> fields;
  private final Schema schema;
  private final String columns;
  private final StringNode collectionId;
  private final byte[] ownerId;
  private final int schemaVersion;
  private final byte[][] keys;
  private final int[] positions;
  private final ColumnType[] types;
  private final Set<String> omitted;

  /** Shows some fields of the collection. */
  RecordJson(Collection collection, Dialect dialect, List<Field> shown) {
    fields = shown;
    schema = collection.schema();
    columns = Columns.select(dialect, fields);
    collectionId = StringNode.valueOf(collection.id().toString());
    schemaVersion = collection.schemaVersion();
    ownerId = ascii("\",\"collection_id\":\"" + collection.id() + "\",\"owner_id\":");
    keys = new byte[fields.size()][];
    positions = new int[keys.length];
    types = new ColumnType[keys.length];
    for (int i = 0; i < keys.length; i++) {
      var field = fields.get(i);
      keys[i] = key(field.name(), i == 0);
      positions[i] = collection.schema().position(field.name());
      types[i] = field.type().column();
    }
    omitted = omitted(schema, fields);
  }

  private static Set<String> omitted(Schema schema, List<Field> shown) {
    if (shown.size() == schema.fields().size()) {
      return Set.of();
    }
    var omitted = new HashSet<>(schema.names());
    shown.forEach(field -> omitted.remove(field.name()));
    return omitted;
  }

  /** The select list: the columns of {@link Columns}, then one for each field shown. */
  String columns() {
    return columns;
  }

  int width() {
    return Columns.FIRST_FIELD - 1 + keys.length;
  }

  /** The fields shown. */
  public List<Field> fields() {
    return fields;
  }

  /** The names of the schema's fields that are not shown. */
  Set<String> omitted() {
    return omitted;
  }

  /** The place among the fields shown, of one that shows them all; -1 for an unknown name. */
  int place(String field) {
    return schema.position(field);
  }

  /** How many bytes the name of the field at a place takes with its punctuation. */
  int keyLength(int place) {
    return keys[place].length;
  }

  /** The current row as a document of its own. */
  public Document document(Row row) {
    var out = new JsonBytes(BYTES_OF_A_RECORD);
    write(row, out);
    return document(row.integer(Columns.VERSION), out);
  }

  /** A record in memory as a document of its own. */
  public Document document(StoredRecord entry) {
    var out = new JsonBytes(BYTES_OF_A_RECORD);
    write(entry, out);
    return document(entry.version(), out);
  }

  /** Version and schema make the text of a record that no hook has seen. */
  private Document document(long version, JsonBytes out) {
    var etag =
        schemaVersion == 1 ? "\"" + version + '"' : "\"" + version + '-' + schemaVersion + '"';
    return new Document(version, etag, out);
  }

  /** A record that hooks have left as a document of its own, whose tag tells its text as well. */
  Document document(WholeRecord record) {
    var out = new JsonBytes(BYTES_OF_A_RECORD);
    record.write(this, out);
    var text = Sha256.hex(out.toBytes()).substring(0, LENGTH_OF_A_HASH);
    var etag = "\"" + record.version() + '-' + schemaVersion + '-' + text + '"';
    return new Document(record.version(), etag, out);
  }

  /** The current row of a select of {@link #columns}, as a tree. */
  public ObjectNode tree(Row row) {
    return tree(
        row.uuid(Columns.ID),
        row.uuidOrNull(Columns.OWNER_ID),
        i -> row.value(Columns.FIRST_FIELD + i, types[i]),
        row.instant(Columns.CREATED_AT),
        row.instant(Columns.UPDATED_AT));
  }

  /** A record in memory as a tree. */
  public ObjectNode tree(StoredRecord entry) {
    return tree(
        entry.id(),
        entry.ownerId(),
        i -> entry.values()[positions[i]],
        entry.createdAt(),
        entry.updatedAt());
  }

  private ObjectNode tree(
      UUID id,
      @Nullable UUID owner,
      IntFunction<@Nullable Object> values,
      Instant createdAt,
      Instant updatedAt) {
    var json = Json.object().put("id", id.toString());
    json.set("collection_id", collectionId);
    json.set("owner_id", node(owner));
    var data = json.putObject("data");
    for (int i = 0; i < types.length; i++) {
      data.set(fields.get(i).name(), node(values.apply(i)));
    }
    var created = node(createdAt);
    json.set("created_at", created);
    json.set("updated_at", updatedAt.equals(createdAt) ? created : node(updatedAt));
    return json;
  }

  /** The current row of a select of {@link #columns}. */
  public void write(Row row, JsonBytes out) {
    begin(row, out);
    for (int i = 0; i < keys.length; i++) {
      write(row, Columns.FIRST_FIELD + i, types[i], out.raw(keys[i]));
    }
    end(row, out);
  }

  private void begin(Row row, JsonBytes out) {
    out.raw(ID).uuid(row.uuidBytes(Columns.ID)).raw(ownerId);
    write(row, Columns.OWNER_ID, ColumnType.UUID, out);
    out.raw(DATA);
  }

  private static void end(Row row, JsonBytes out) {
    out.raw(CREATED_AT).instant(row.integer(Columns.CREATED_AT));
    out.raw(UPDATED_AT).instant(row.integer(Columns.UPDATED_AT)).raw(END);
  }

  void write(StoredRecord entry, JsonBytes out) {
    begin(entry, out);
    for (int i = 0; i < keys.length; i++) {
      write(entry.values()[positions[i]], out.raw(keys[i]));
    }
    end(entry, out);
  }

  private void begin(StoredRecord entry, JsonBytes out) {
    out.raw(ID).raw(entry.id().toString()).raw(ownerId);
    write(entry.ownerId(), out);
    out.raw(DATA);
  }

  private static void end(StoredRecord entry, JsonBytes out) {
    out.raw(CREATED_AT).instant(Instants.toMicros(entry.createdAt()));
    out.raw(UPDATED_AT).instant(Instants.toMicros(entry.updatedAt())).raw(END);
  }

  /** The current row for hooks, of one that shows every field. */
  WholeRecord whole(Row row) {
    var out = new JsonBytes(BYTES_OF_A_RECORD);
    begin(row, out);
    var places = eachField(out, i -> write(row, Columns.FIRST_FIELD + i, types[i], out));
    end(row, out);
    return new WholeRecord(this, row.integer(Columns.VERSION), out.toBytes(), places);
  }

  /** A record in memory for hooks, of one that shows every field. */
  WholeRecord whole(StoredRecord entry) {
    var out = new JsonBytes(BYTES_OF_A_RECORD);
    begin(entry, out);
    var places = eachField(out, i -> write(entry.values()[positions[i]], out));
    end(entry, out);
    return new WholeRecord(this, entry.version(), out.toBytes(), places);
  }

  /** Writes each key and has its value written; tells where each begins and the last one ends. */
  private int[] eachField(JsonBytes out, IntConsumer value) {
    var places = new int[keys.length + 1];
    for (int i = 0; i < keys.length; i++) {
      places[i] = out.size();
      out.raw(keys[i]);
      value.accept(i);
    }
    places[keys.length] = out.size();
    return places;
  }

  /**
   * The value of a column that was selected through its dialect. To ask whether it is null costs as
   * much as to read it, so only what reads like null is asked.
   */
  private static void write(Row row, int column, ColumnType type, JsonBytes out) {
    switch (type) {
      case INTEGER, TIMESTAMP -> writeWhole(row, column, type, out);
      case REAL -> {
        double value = row.real(column);
        if (value == 0 && row.wasNull()) {
          out.nothing();
        } else {
          out.number(value);
        }
      }
      case BOOLEAN -> {
        boolean value = row.bool(column);
        if (!value && row.wasNull()) {
          out.nothing();
        } else {
          out.bool(value);
        }
      }
      case UUID -> {
        var bytes = row.uuidBytesOrNull(column);
        if (bytes == null) {
          out.nothing();
        } else {
          out.raw('"').uuid(bytes).raw('"');
        }
      }
      case TEXT, DECIMAL, DATE, JSON -> writeText(row.bytesOrNull(column), type, out);
    }
  }

  /** A value of one of the Java types that {@link dev.tinybase.schema.FieldType} tells. */
  static void write(@Nullable Object value, JsonBytes out) {
    switch (value) {
      case null -> out.nothing();
      case String text -> out.text(text);
      case Long number -> out.number(number);
      case Double number -> out.number(number);
      case Boolean truth -> out.bool(truth);
      case JsonText json -> out.raw(json.text());
      case BigDecimal decimal -> out.plain(decimal.toPlainString());
      case Instant instant -> out.raw('"').instant(Instants.toMicros(instant)).raw('"');
      case LocalDate date -> out.plain(date.toString());
      case UUID id -> out.plain(id.toString());
      default -> throw new IllegalArgumentException("no field holds a " + value.getClass());
    }
  }

  /** The same as a node of a tree, as if it were parsed from its text. */
  static JsonNode node(@Nullable Object value) {
    var nodes = Json.mapper().getNodeFactory();
    return switch (value) {
      case Long number when number.intValue() == number -> nodes.numberNode(number.intValue());
      case Double number -> nodes.numberNode(new BigDecimal(number.toString()));
      case Instant instant -> nodes.stringNode(Instants.text(instant));
      case UUID id -> nodes.stringNode(id.toString());
      case null, default -> FieldValues.node(value);
    };
  }

  /** What is read as a 64-bit integer. */
  private static void writeWhole(Row row, int column, ColumnType type, JsonBytes out) {
    long value = row.integer(column);
    if (value == 0 && row.wasNull()) {
      out.nothing();
    } else if (type == ColumnType.TIMESTAMP) {
      out.raw('"').instant(value).raw('"');
    } else {
      out.number(value);
    }
  }

  private static void writeText(byte @Nullable [] text, ColumnType type, JsonBytes out) {
    if (text == null) {
      out.nothing();
    } else if (type == ColumnType.TEXT) {
      out.text(text);
    } else if (type == ColumnType.JSON) {
      out.raw(text);
    } else {
      out.plain(text);
    }
  }

  private static byte[] key(String name, boolean first) {
    var key = Json.text(StringNode.valueOf(name)) + ":";
    return (first ? key : "," + key).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
