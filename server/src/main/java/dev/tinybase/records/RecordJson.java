package dev.tinybase.records;

import dev.tinybase.collections.Collection;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Instants;
import dev.tinybase.db.Row;
import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.schema.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The JSON of a collection's records with some of their fields: which columns to select, and how a
 * row or a record in memory is written. Names and types are looked up once, when it is made.
 */
public final class RecordJson {
  private static final byte[] ID = ascii("{\"id\":\"");
  private static final byte[] DATA = ascii(",\"data\":{");
  private static final byte[] CREATED_AT = ascii("},\"created_at\":\"");
  private static final byte[] UPDATED_AT = ascii("\",\"updated_at\":\"");
  private static final byte[] END = ascii("\"}");

  private static final int BYTES_OF_A_RECORD = 512;

  private final List<Field> fields;
  private final String columns;
  private final String collectionId;
  private final byte[] ownerId;
  private final byte[][] keys;
  private final int[] positions;
  private final ColumnType[] types;

  /** Shows some fields of the collection. */
  RecordJson(Collection collection, Dialect dialect, List<Field> shown) {
    fields = shown;
    columns = RecordSql.columns(dialect, fields);
    collectionId = collection.id().toString();
    ownerId = ascii("\",\"collection_id\":\"" + collectionId + "\",\"owner_id\":");
    keys = new byte[fields.size()][];
    positions = new int[keys.length];
    types = new ColumnType[keys.length];
    for (int i = 0; i < keys.length; i++) {
      var field = fields.get(i);
      keys[i] = key(field.name(), i == 0);
      positions[i] = collection.schema().position(field.name());
      types[i] = field.type().column();
    }
  }

  /** The select list: the columns of {@link Columns}, then one for each field shown. */
  String columns() {
    return columns;
  }

  /** How many columns the select list has. */
  int width() {
    return Columns.FIRST_FIELD - 1 + keys.length;
  }

  /** The fields shown. */
  public List<Field> fields() {
    return fields;
  }

  /** The current row as a document of its own. */
  public RecordDocument document(Row row) {
    var out = new JsonBytes(BYTES_OF_A_RECORD);
    write(row, out);
    return new RecordDocument(row.integer(Columns.VERSION), out.toBytes());
  }

  /** A record in memory as a document of its own. */
  RecordDocument document(StoredRecord entry) {
    var out = new JsonBytes(BYTES_OF_A_RECORD);
    write(entry, out);
    return new RecordDocument(entry.version(), out.toBytes());
  }

  /** The current row of a select of {@link #columns}, as a tree. */
  public ObjectNode tree(Row row) {
    var json = Json.object().put("id", row.uuid(Columns.ID).toString());
    json.put("collection_id", collectionId);
    json.set("owner_id", RecordValues.node(row.uuidOrNull(Columns.OWNER_ID)));
    var data = json.putObject("data");
    for (int i = 0; i < types.length; i++) {
      var value = row.value(Columns.FIRST_FIELD + i, types[i]);
      data.set(fields.get(i).name(), RecordValues.node(value));
    }
    json.set("created_at", RecordValues.node(row.instant(Columns.CREATED_AT)));
    json.set("updated_at", RecordValues.node(row.instant(Columns.UPDATED_AT)));
    return json;
  }

  /** The current row of a select of {@link #columns}. */
  public void write(Row row, JsonBytes out) {
    out.raw(ID).uuid(row.uuidBytes(Columns.ID)).raw(ownerId);
    RecordValues.write(row, Columns.OWNER_ID, ColumnType.UUID, out);
    out.raw(DATA);
    for (int i = 0; i < keys.length; i++) {
      RecordValues.write(row, Columns.FIRST_FIELD + i, types[i], out.raw(keys[i]));
    }
    out.raw(CREATED_AT).instant(row.integer(Columns.CREATED_AT));
    out.raw(UPDATED_AT).instant(row.integer(Columns.UPDATED_AT)).raw(END);
  }

  /** A record in memory. */
  void write(StoredRecord entry, JsonBytes out) {
    out.raw(ID).raw(entry.id().toString()).raw(ownerId);
    RecordValues.write(entry.ownerId(), out);
    out.raw(DATA);
    for (int i = 0; i < keys.length; i++) {
      RecordValues.write(entry.values()[positions[i]], out.raw(keys[i]));
    }
    out.raw(CREATED_AT).instant(Instants.toMicros(entry.createdAt()));
    out.raw(UPDATED_AT).instant(Instants.toMicros(entry.updatedAt())).raw(END);
  }

  private static byte[] key(String name, boolean first) {
    var key = Json.text(StringNode.valueOf(name)) + ":";
    return (first ? key : "," + key).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
