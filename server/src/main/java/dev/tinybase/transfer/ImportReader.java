package dev.tinybase.transfer;

import dev.tinybase.collections.Collection;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.records.Mutation;
import dev.tinybase.records.PreparedMutation;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.text.Uuids;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and checks the lines of an import in chunks of bounded size. A line is a whole record as
 * exported, with its fields in {@code data}, or the fields themselves with the system's names among
 * them.
 */
final class ImportReader {
  private static final int CHARACTERS = 4 << 20;
  private static final FieldType TIME = new FieldType.DateTime();
  private static final Set<String> RECORD =
      Set.of("id", "collection_id", "owner_id", "data", "created_at", "updated_at");

  private final Entry.Source entries;
  private final Function<Mutation, PreparedMutation> prepare;
  private final Collection collection;
  private final ImportOptions options;
  private long line;

  ImportReader(
      Entry.Source entries,
      Function<Mutation, PreparedMutation> prepare,
      Collection collection,
      ImportOptions options) {
    this.entries = entries;
    this.prepare = prepare;
    this.collection = collection;
    this.options = options;
  }

  /**
   * A line, checked as far as it can be without the database.
   *
   * @param number where it stands in the file, from 1
   */
  record Line(long number, PreparedMutation mutation) {}

  /**
   * Some lines of a file.
   *
   * @param lines the good ones
   * @param bad the others
   * @param last whether nothing is read after it
   * @param broken whether that is because of a bad line
   */
  record Chunk(List<Line> lines, ImportResult bad, boolean last, boolean broken) {}

  /** Reads so many lines, or fewer when they are long. */
  Chunk read(int most) {
    var lines = new ArrayList<Line>();
    var bad = ImportResult.of(List.of());
    int characters = 0;
    for (int i = 0; i < most && characters < CHARACTERS; i++) {
      var entry = next();
      switch (entry) {
        case null -> {
          return new Chunk(lines, bad, true, false);
        }
        case Entry.Data data -> {
          characters += data.size();
          try {
            lines.add(parse(data));
          } catch (Problem e) {
            bad = bad.plus(ImportResult.bad(data.line(), e.code(), e.detail()));
          }
        }
        case Entry.Bad(long at, String code, String reason) ->
            bad = bad.plus(ImportResult.bad(at, code, reason));
        case Entry.Broken(long at, String reason) -> {
          return new Chunk(
              lines, bad.plus(ImportResult.bad(at, Entry.UNREADABLE, reason)), true, true);
        }
      }
      if (options.onError() == ImportOptions.OnError.STOP && bad.failed() > 0) {
        return new Chunk(lines, bad, true, true);
      }
    }
    return new Chunk(lines, bad, false, false);
  }

  /** What ends the stream before its time is a bad line too: what came before it counts. */
  private @Nullable Entry next() {
    try {
      var entry = entries.next();
      line = entry == null ? line : entry.line();
      return entry;
    } catch (Problem e) {
      return new Entry.Broken(line + 1, e.detail());
    } catch (UncheckedIOException e) {
      var reason = String.valueOf(e.getMessage());
      return new Entry.Broken(line + 1, "the file ends too early: " + reason);
    }
  }

  /** Checks what is no good whatever the database holds, and throws a problem for it. */
  private Line parse(Entry.Data entry) {
    var line = entry.object();
    var owner = line.get("owner_id");
    var id = id(line.get("id"), "id");
    var said = owner == null ? Mutation.Owner.UNSAID : Mutation.Owner.of(id(owner, "owner_id"));
    var created = time(line.get("created_at"), "created_at");
    var updated = time(line.get("updated_at"), "updated_at");
    var create = new Mutation.Create(collection.name(), data(line), id, said, created, updated);
    var mutation =
        switch (options.mode()) {
          case INSERT -> create;
          case UPSERT -> new Mutation.Upsert(options.on(), create);
        };
    return new Line(entry.line(), prepare.apply(mutation));
  }

  /** The fields of a line, without the system's names. */
  private ObjectNode data(ObjectNode line) {
    boolean whole = collection.schema().position("data") < 0 || line.has("id");
    if (whole
        && line.get("data") instanceof ObjectNode data
        && (collection.options().ignoreUnknown() || RECORD.containsAll(line.propertyNames()))) {
      return data;
    }
    for (var name : RECORD) {
      if (!name.equals("data")) {
        line.remove(name);
      }
    }
    return line;
  }

  private static @Nullable UUID id(@Nullable JsonNode node, String name) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      throw wrong(name, "must be a UUID");
    }
    return Uuids.parse(node.stringValue()).orElseThrow(() -> wrong(name, "must be a UUID"));
  }

  private static @Nullable Instant time(@Nullable JsonNode node, String name) {
    if (node == null || node.isNull()) {
      return null;
    }
    try {
      return (Instant) FieldValues.convert(TIME, node, false);
    } catch (InvalidValue e) {
      throw wrong(name, e.reason());
    }
  }

  private static Problem wrong(String name, String message) {
    return Problem.invalidRecord(List.of(new FieldError(name, "invalid_value", message)));
  }
}
