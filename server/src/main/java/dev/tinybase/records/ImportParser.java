package dev.tinybase.records;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.records.formats.Entry;
import dev.tinybase.schema.BadValue;
import dev.tinybase.schema.Values;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes checked lines of a file's entries. */
final class ImportParser {
  private final RecordTable table;
  private final @Nullable UUID owner;
  private final ImportOptions options;
  private final InstantSource clock;
  private final RecordIds ids;

  /**
   * Parses lines for a table.
   *
   * @param owner of records whose line names none
   */
  ImportParser(
      RecordTable table, @Nullable UUID owner, ImportOptions options, InstantSource clock) {
    this.table = table;
    this.owner = owner;
    this.options = options;
    this.clock = clock;
    this.ids = new RecordIds(clock);
  }

  /**
   * Checks one line.
   *
   * @throws Problem when it is no good whatever the database holds
   */
  ImportLine parse(Entry.Data entry) {
    var system = SystemValues.of(entry.object());
    var data = SystemValues.data(entry.object(), table.schema());
    var now = Timestamps.now(clock);
    return switch (options.mode()) {
      case INSERT -> new ImportLine.Insert(entry.line(), made(system, data, now));
      case UPSERT -> upsert(entry.line(), system, data, now);
    };
  }

  private ImportLine upsert(long line, SystemValues system, ObjectNode data, Instant now) {
    var key = key(system, data);
    var patch = table.validator().patch(data, table.schema().visibility(true));
    try {
      var made = made(system, data, now);
      return new ImportLine.Upsert(line, key, system, patch, made, null, now);
    } catch (Problem refusal) {
      return new ImportLine.Upsert(line, key, system, patch, null, refusal, now);
    }
  }

  private StoredRecord made(SystemValues system, ObjectNode data, Instant now) {
    var values = table.validator().create(data, table.schema().visibility(true));
    Instant created = system.createdAt() == null ? now : system.createdAt();
    Instant updated = system.updatedAt() == null ? created : system.updatedAt();
    UUID id = system.id() == null ? ids.next() : system.id();
    return new StoredRecord(id, system.owner().or(owner), created, updated, 1, values);
  }

  private Object key(SystemValues system, ObjectNode data) {
    var field = table.schema().field(options.on());
    var node = data.get(options.on());
    try {
      @Nullable Object key =
          field == null
              ? system.id()
              : node == null || node.isNull()
                  ? null
                  : Values.convert(field.type(), node, table.collection().options().coerce());
      if (key != null) {
        return key;
      }
    } catch (BadValue e) {
      throw bad(options.on(), e.reason());
    }
    throw bad(options.on(), "is missing, and the upsert goes by it");
  }

  /** A line that does not fit, with the field that is to blame. */
  static Problem bad(String field, String message) {
    return Problem.invalidRecord(List.of(new FieldError(field, "invalid_value", message)));
  }
}
