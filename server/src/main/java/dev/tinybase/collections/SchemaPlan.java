package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.SchemaErrors;
import dev.tinybase.schema.SchemaJson;
import dev.tinybase.schema.SchemaParser;
import dev.tinybase.schema.SchemaParser.ParsedSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a collection becomes what an update wants: which field is which, and the steps between both
 * schemas in the order in which they can be done; none where nothing changes.
 */
final class SchemaPlan {
  private final Collection after;
  private final Schema before;
  private final ParsedSchema draft;
  private final Set<String> drop;
  private final SchemaErrors errors = new SchemaErrors();
  private final List<SchemaStep> steps = new ArrayList<>();

  private SchemaPlan(Collection after, Schema before, ParsedSchema draft, Set<String> drop) {
    this.after = after;
    this.before = before;
    this.draft = draft;
    this.drop = drop;
  }

  static SchemaPlan of(Collection before, CollectionUpdate update, Instant now) {
    var draft =
        update.schema() == null
            ? new ParsedSchema(before.schema(), Map.of())
            : SchemaParser.parse(update.schema(), before.schema().names());
    var options = update.options() == null ? before.optionsJson() : update.options();
    var after =
        Collection.of(
            before.number(),
            before.id(),
            before.name(),
            update.label() == null ? before.label() : update.label(),
            before.schemaVersion() + 1,
            draft.schema(),
            options.isNull() ? Json.object() : options,
            before.createdAt(),
            now);
    var plan = new SchemaPlan(after, before.schema(), draft, update.drop());
    plan.addFieldSteps();
    plan.errors.throwIfAny();
    plan.addOtherSteps(before);
    return plan;
  }

  /** The collection as it will be. */
  Collection after() {
    return after;
  }

  List<SchemaStep> steps() {
    return steps;
  }

  /** The fields whose values may be lost. */
  Set<String> drop() {
    return drop;
  }

  private void addOtherSteps(Collection before) {
    if (!after.optionsJson().equals(before.optionsJson())) {
      steps.add(new SchemaStep.ChangeOptions());
    }
    if (!after.label().equals(before.label())) {
      steps.add(new SchemaStep.ChangeLabel(after.label()));
    }
    if (steps.isEmpty() && !after.schemaJson().equals(before.schemaJson())) {
      steps.add(new SchemaStep.ReorderFields());
    }
  }

  private void addFieldSteps() {
    var origins = origins();
    var kept = new HashSet<>(origins.values());
    for (var field : before.fields()) {
      if (!kept.contains(field.name())) {
        steps.add(new SchemaStep.DropField(field));
      }
    }
    checkDrop(kept);
    var fields = draft.schema().fields();
    for (var field : fields) {
      var origin = origins.get(field.name());
      if (origin != null && !origin.equals(field.name())) {
        steps.add(new SchemaStep.RenameField(origin, field.name()));
      }
    }
    for (var field : fields) {
      var old = before.field(origins.getOrDefault(field.name(), ""));
      if (old == null) {
        steps.add(new SchemaStep.AddField(field));
      } else if (!sameKind(old.type(), field.type())) {
        steps.add(new SchemaStep.ConvertField(old, field));
      } else if (!sameAttributes(old, field)) {
        steps.add(new SchemaStep.ChangeField(old, field));
      }
    }
  }

  /** For each field that was there before: its name then. */
  private Map<String, String> origins() {
    var origins = new HashMap<String, String>();
    for (var field : draft.schema().fields()) {
      var from = draft.renames().get(field.name());
      if (from != null && isRename(field, from)) {
        origins.put(field.name(), from);
      }
    }
    for (var field : draft.schema().fields()) {
      var name = field.name();
      if (!origins.containsKey(name) && before.field(name) != null) {
        if (!origins.containsValue(name)) {
          origins.put(name, name);
        }
      } else if (!origins.containsKey(name)) {
        // Only the case differs: for SQLite, and for people, that is the same name.
        before.fields().stream()
            .map(Field::name)
            .filter(old -> old.equalsIgnoreCase(name) && !origins.containsValue(old))
            .findFirst()
            .ifPresent(old -> origins.put(name, old));
      }
    }
    return origins;
  }

  /**
   * Whether the field is still to be renamed. A schema that is applied a second time says {@code
   * renamed_from} of a field that has its new name already.
   */
  private boolean isRename(Field field, String from) {
    boolean done = before.field(field.name()) != null;
    boolean known = before.field(from) != null;
    boolean stays = draft.schema().field(from) != null && !draft.renames().containsKey(from);
    String problem = null;
    if (!done && !known) {
      problem =
          "renamed_from names '"
              + from
              + "', which is no field of the collection"
              + DidYouMean.hint(from, before.names());
    } else if (!done && stays) {
      problem = "renamed_from names '" + from + "', which stays a field of the collection";
    } else if (done
        && known
        && !stays
        && !draft.renames().containsValue(field.name())
        && !drop.contains(field.name())) {
      problem = "there is a field of that name already; list it in 'drop' to give its name away";
    }
    if (problem != null) {
      errors.add(field.name(), "invalid_renamed_from", problem);
    }
    return problem == null && known && !stays;
  }

  private void checkDrop(Set<String> kept) {
    for (var name : drop) {
      if (before.field(name) == null) {
        errors.add(
            name,
            "invalid_drop",
            "is listed in 'drop', but is no field" + DidYouMean.hint(name, before.names()));
      } else if (kept.contains(name)) {
        errors.add(name, "invalid_drop", "is listed in 'drop', but the schema keeps it");
      }
    }
  }

  /** Whether values of one type are values of the other but for constraints. */
  static boolean sameKind(FieldType a, FieldType b) {
    if (a instanceof FieldType.ListOf first && b instanceof FieldType.ListOf second) {
      return second.item() == null
          || (first.item() != null && sameKind(first.item(), second.item()));
    }
    return b instanceof FieldType.Json
        ? a.column() == ColumnType.JSON
        : a.getClass() == b.getClass();
  }

  private static boolean sameAttributes(Field a, Field b) {
    return SchemaJson.of(a).without("name").equals(SchemaJson.of(b).without("name"));
  }
}
