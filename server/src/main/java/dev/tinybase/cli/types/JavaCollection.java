package dev.tinybase.cli.types;

import static java.util.stream.Collectors.joining;

import dev.tinybase.cli.types.ClientModel.CollectionModel;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import java.util.List;
import java.util.Map;

/** The types of one collection: the data of its records, and what makes or changes one. */
final class JavaCollection {
  private final CollectionModel collection;
  private final String data;
  private final String change;

  JavaCollection(CollectionModel collection, TypeNames names) {
    this.collection = collection;
    data = names.of(collection.name());
    change = names.of(collection.name(), "change");
  }

  /** The constant that stands for it. */
  String constant(String name) {
    return Java.comment(collection.label(), List.of(), "  ")
        + "  public static final CollectionOf<%1$s> %2$s = new CollectionOf<>(%3$s, %1$s::fromJson);\n"
            .formatted(data, name, Java.literal(collection.name()));
  }

  String declarations() {
    return String.join(
        "\n",
        new JavaRecord(data, collection.label() + ": the data of a record.", components(), Map.of())
            .declaration(),
        changeClass());
  }

  private List<JavaRecord.Component> components() {
    return collection.schema().fields().stream()
        .map(field ->
            new JavaRecord.Component(
                field.name(),
                type(field.type()),
                !field.hidden() && !field.acceptsNull() && !isJson(field),
                notes(field)))
        .toList();
  }

  private static boolean isJson(Field field) {
    return field.type() instanceof FieldType.Json;
  }

  private static String notes(Field field) {
    if (field.type() instanceof FieldType.Text text && !text.values().isEmpty()) {
      var values = text.values().stream().map(Java::literal).collect(joining(", "));
      return (values + "; " + FieldNotes.of(field)).replaceAll("; $", "");
    }
    return FieldNotes.of(field);
  }

  private String changeClass() {
    var setters =
        collection.schema().fields().stream()
            .map(field ->
                "\n    public %s %s(%s value) {\n      return set(%s, value);\n    }\n"
                    .formatted(
                        change,
                        Java.identifier(field.name()),
                        type(field.type()).required(),
                        Java.literal(field.name())))
            .collect(joining());
    return Java.comment(
            "What makes or changes a record of `" + collection.name() + "`.", List.of(), "  ")
        + "  public static final class %1$s extends Change<%1$s> {%2$s  }\n"
            .formatted(change, setters);
  }

  private static JavaType type(FieldType type) {
    return switch (type) {
      case FieldType.Text _ -> JavaType.TEXT;
      case FieldType.Whole _ -> JavaType.WHOLE;
      case FieldType.Real _ -> JavaType.REAL;
      case FieldType.Decimal _ -> JavaType.DECIMAL;
      case FieldType.Bool _ -> JavaType.FLAG;
      case FieldType.Date _ -> JavaType.DAY;
      case FieldType.DateTime _ -> JavaType.INSTANT;
      case FieldType.Json _ -> JavaType.ANY;
      case FieldType.Dictionary _ -> JavaType.mapOf(JavaType.ANY);
      case FieldType.ListOf list -> {
        var item = list.item();
        yield JavaType.listOf(item == null ? JavaType.ANY : type(item));
      }
    };
  }
}
