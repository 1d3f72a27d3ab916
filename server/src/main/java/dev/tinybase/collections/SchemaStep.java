package dev.tinybase.collections;

import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One thing that a change of a collection does to its table or its rules. */
public sealed interface SchemaStep {
  /** A field's column goes, with what it holds. */
  record DropField(Field field) implements SchemaStep {}

  /** A field's column gets another name and keeps what it holds. */
  record RenameField(String from, String to) implements SchemaStep {}

  /** A field's values become values of another type. */
  record ConvertField(Field from, Field to) implements SchemaStep {}

  /** A field's column is added. */
  record AddField(Field field) implements SchemaStep {}

  /** A field keeps its type and gets other constraints or attributes. */
  record ChangeField(Field from, Field to) implements SchemaStep {}

  /** An index goes. */
  record DropIndex(List<String> fields, boolean unique) implements SchemaStep {}

  /** An index is built. */
  record AddIndex(List<String> fields, boolean unique) implements SchemaStep {}

  /** The same fields in another order. */
  record ReorderFields() implements SchemaStep {}

  /** Other options than those about indexes. */
  record ChangeOptions() implements SchemaStep {}

  /** Another label. */
  record ChangeLabel(String label) implements SchemaStep {}

  /** A sentence for people. */
  default String text() {
    return switch (this) {
      case DropField(var field) -> "Drop field '" + field.name() + "' with its values";
      case RenameField(var from, var to) -> "Rename field '" + from + "' to '" + to + "'";
      case ConvertField(var from, var to) ->
          "Convert field '"
              + to.name()
              + "' from "
              + from.type().word()
              + " to "
              + to.type().word();
      case AddField(var field) -> "Add field '" + field.name() + "' (" + field.type().word() + ")";
      case ChangeField(_, var to) -> "Change the constraints or attributes of '" + to.name() + "'";
      case DropIndex(var fields, var unique) ->
          "Drop the " + (unique ? "unique " : "") + "index over " + String.join(", ", fields);
      case AddIndex(var fields, var unique) ->
          "Add " + (unique ? "a unique" : "an") + " index over " + String.join(", ", fields);
      case ReorderFields() -> "Change the order of the fields";
      case ChangeOptions() -> "Change the options";
      case ChangeLabel(var label) -> "Change the label to '" + label + "'";
    };
  }

  /** A stable word for programs. */
  default String word() {
    return switch (this) {
      case DropField _ -> "drop_field";
      case RenameField _ -> "rename_field";
      case ConvertField _ -> "convert_field";
      case AddField _ -> "add_field";
      case ChangeField _ -> "change_field";
      case DropIndex _ -> "drop_index";
      case AddIndex _ -> "add_index";
      case ReorderFields _ -> "reorder_fields";
      case ChangeOptions _ -> "change_options";
      case ChangeLabel _ -> "change_label";
    };
  }

  /** The step as the reply lists it. */
  default ObjectNode json() {
    var json = Json.object().put("change", word());
    switch (this) {
      case DropField(var field) -> json.put("field", field.name());
      case RenameField(var from, var to) -> json.put("field", to).put("from", from);
      case ConvertField(_, var to) -> json.put("field", to.name());
      case AddField(var field) -> json.put("field", field.name());
      case ChangeField(_, var to) -> json.put("field", to.name());
      case DropIndex(var fields, _) -> fields.forEach(json.putArray("fields")::add);
      case AddIndex(var fields, _) -> fields.forEach(json.putArray("fields")::add);
      case ReorderFields _, ChangeOptions _, ChangeLabel _ -> {}
    }
    return json.put("text", text());
  }
}
