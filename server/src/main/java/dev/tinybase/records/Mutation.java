package dev.tinybase.records;

import dev.tinybase.collections.Collection;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A change of one record as somebody asks for it. Its data is not checked yet. */
public sealed interface Mutation {
  /** The name of the collection. */
  String collection();

  /** What it says of fields; nothing for one that deletes. */
  default ObjectNode fields() {
    return switch (this) {
      case Create create -> create.data();
      case Update update -> update.data();
      case Replace replace -> replace.data();
      case Upsert upsert -> upsert.record().data();
      case Delete _ -> Json.object();
    };
  }

  /** The same mutation, saying this of fields. */
  default Mutation with(ObjectNode fields) {
    return switch (this) {
      case Create create -> create.with(fields);
      case Update(var in, var id, _, var owner, var version) ->
          new Update(in, id, fields, owner, version);
      case Replace(var in, var id, _, var owner, var version) ->
          new Replace(in, id, fields, owner, version);
      case Upsert(var on, var record) -> new Upsert(on, record.with(fields));
      case Delete delete -> delete;
    };
  }

  /**
   * Makes a record; 409 when its id exists.
   *
   * @param id null to have one made; admins only
   * @param owner {@link Owner#UNSAID} for the caller; others for admins only
   * @param createdAt null for now; admins only
   * @param updatedAt null for the time when it is made; admins only
   */
  record Create(
      String collection,
      ObjectNode data,
      @Nullable UUID id,
      Owner owner,
      @Nullable Instant createdAt,
      @Nullable Instant updatedAt)
      implements Mutation {
    /** Data alone. */
    public Create(String collection, ObjectNode data) {
      this(collection, data, null, Owner.UNSAID, null, null);
    }

    @Override
    public Create with(ObjectNode fields) {
      return new Create(collection, fields, id, owner, createdAt, updatedAt);
    }
  }

  /**
   * Sets some fields and leaves the others alone. One that changes nothing makes no new version.
   *
   * @param owner who the record belongs to from now on; admins only
   * @param version the one that the record must have, else 412; null for any
   */
  record Update(String collection, UUID id, ObjectNode data, Owner owner, @Nullable Long version)
      implements Mutation {
    /** Data alone, whatever the version. */
    public Update(String collection, UUID id, ObjectNode data) {
      this(collection, id, data, Owner.UNSAID, null);
    }
  }

  /** Sets all fields, to their defaults where the data has none; else as {@link Update}. */
  record Replace(String collection, UUID id, ObjectNode data, Owner owner, @Nullable Long version)
      implements Mutation {
    /** Data alone, whatever the version. */
    public Replace(String collection, UUID id, ObjectNode data) {
      this(collection, id, data, Owner.UNSAID, null);
    }
  }

  /**
   * Deletes a record.
   *
   * @param version the one that the record must have, else 412; null for any
   */
  record Delete(String collection, UUID id, @Nullable Long version) implements Mutation {}

  /**
   * Updates the record that has the same value in a field, or makes one.
   *
   * @param on {@code id} or a unique field
   */
  record Upsert(String on, Create record) implements Mutation {
    @Override
    public String collection() {
      return record.collection();
    }

    /** Throws the 400 of this code for a field that does not tell records apart. */
    public static void requireUnique(Schema schema, String on, String code) {
      var field = schema.field(on);
      if (on.equals("id") || (field != null && field.unique())) {
        return;
      }
      var unique = new ArrayList<>(List.of("id"));
      schema.fields().stream().filter(Field::unique).map(Field::name).forEach(unique::add);
      throw Problem.badRequest(
          code,
          "on: must be the id or a unique field, here one of "
              + String.join(", ", unique)
              + DidYouMean.hint(on, unique));
    }

    /** The value by which the record is found; 400 without one. */
    Object key(Collection collection) {
      requireUnique(collection.schema(), on, "invalid_upsert");
      var field = collection.schema().field(on);
      var node = record.data().get(on);
      try {
        @Nullable Object value =
            field == null
                ? record.id()
                : node == null || node.isNull()
                    ? null
                    : FieldValues.convert(field.type(), node, collection.options().coerce());
        if (value != null) {
          return value;
        }
      } catch (InvalidValue e) {
        throw bad(on, e.reason());
      }
      throw bad(on, "is missing, and the upsert goes by it");
    }

    static Problem bad(String field, String message) {
      return Problem.invalidRecord(List.of(new FieldError(field, "invalid_value", message)));
    }
  }

  /**
   * What a mutation says about a record's owner.
   *
   * @param said whether it says anything
   * @param id null for nobody
   */
  record Owner(boolean said, @Nullable UUID id) {
    /** Nothing: the caller when a record is made, no change later. */
    public static final Owner UNSAID = new Owner(false, null);

    /** This user, or nobody. */
    public static Owner of(@Nullable UUID id) {
      return new Owner(true, id);
    }

    /** The one that was said, else the other one. */
    @Nullable UUID or(@Nullable UUID other) {
      return said ? id : other;
    }
  }

  /**
   * What became of a record.
   *
   * @param before null for one that was made
   * @param after null for one that was deleted; the same as before where nothing changed
   */
  record Result(@Nullable StoredRecord before, @Nullable StoredRecord after) {
    /** Whether everything stayed as it was. */
    public boolean isUnchanged() {
      return before != null && after != null && before.version() == after.version();
    }
  }
}
