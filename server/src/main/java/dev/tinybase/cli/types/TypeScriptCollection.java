package dev.tinybase.cli.types;

import dev.tinybase.cli.types.ClientModel.CollectionModel;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.StringNode;

/**
 * The types of one collection: the data of its records as they are read, made and patched, and the
 * fields of its filters. Fields that admins alone see or set are optional.
 */
final class TypeScriptCollection {
  private static final String NULL = "null";

  private final CollectionModel collection;
  private final String data;
  private final String create;
  private final String patch;
  private final String filter;

  TypeScriptCollection(CollectionModel collection, TypeNames names) {
    this.collection = collection;
    data = names.of(collection.name());
    create = names.of(collection.name(), "create");
    patch = names.of(collection.name(), "patch");
    filter = names.of(collection.name(), "fields");
  }

  /** Its member of {@code Collections}. */
  String member() {
    return TypeScript.member(
        collection.name(),
        false,
        "{ data: %s; create: %s; patch: %s; filter: Filter<%s> }"
            .formatted(data, create, patch, filter),
        collection.label());
  }

  /** Its interfaces. */
  String interfaces() {
    var title = "`" + collection.name() + "`";
    return String.join(
        "\n",
        TypeScript.anInterface(
            data, members(this::read), collection.label() + ": the data of a record."),
        TypeScript.anInterface(
            create,
            members(this::created),
            "The data that makes or replaces a record of " + title + "."),
        TypeScript.anInterface(
            patch, members(this::patched), "The data that changes a record of " + title + "."),
        TypeScript.anInterface(
            filter, members(this::filtered), "What records of " + title + " can be filtered by."));
  }

  private String members(Function<Field, String> member) {
    return collection.schema().fields().stream().map(member).collect(Collectors.joining());
  }

  private String read(Field field) {
    return TypeScript.member(
        field.name(),
        field.hidden(),
        orNull(field, value(field.type(), false)),
        FieldNotes.of(field));
  }

  private String created(Field field) {
    boolean optional =
        !field.required() || field.fallback() != null || field.readOnly() || field.hidden();
    return TypeScript.member(
        field.name(), optional, orNull(field, value(field.type(), true)), FieldNotes.of(field));
  }

  private String patched(Field field) {
    var type = orNull(field, value(field.type(), true));
    return TypeScript.member(field.name(), true, type + operation(field.type()), null);
  }

  private static String operation(FieldType type) {
    return switch (type) {
      case FieldType.Numeric<?> _ -> " | Increment";
      case FieldType.ListOf list -> " | ListChange<" + item(list, true) + ">";
      case FieldType.Text _,
          FieldType.Bool _,
          FieldType.Date _,
          FieldType.DateTime _,
          FieldType.Json _,
          FieldType.Dictionary _ ->
          "";
    };
  }

  private String filtered(Field field) {
    return TypeScript.member(field.name(), true, condition(field.type()), null) + inside(field);
  }

  /** Values inside JSON are asked for by their path. */
  private static String inside(Field field) {
    return switch (field.type()) {
      case FieldType.Json _, FieldType.Dictionary _ ->
          "  [path: `"
              + field.name()
              + ".${string}`]: Json | TextCondition | OrderCondition<number>;\n";
      case FieldType.Text _,
          FieldType.Numeric<?> _,
          FieldType.Bool _,
          FieldType.Date _,
          FieldType.DateTime _,
          FieldType.ListOf _ ->
          "";
    };
  }

  private static String condition(FieldType type) {
    return switch (type) {
      case FieldType.Text text ->
          text.values().isEmpty()
              ? "string | null | TextCondition"
              : "%1$s | null | TextCondition<%1$s>".formatted(values(text));
      case FieldType.Numeric<?> _ -> ordered(value(type, true));
      case FieldType.Bool _ -> "boolean | null | Condition<boolean>";
      case FieldType.Date _, FieldType.DateTime _ -> ordered("string");
      case FieldType.Json _, FieldType.Dictionary _ -> "null | { null: boolean }";
      case FieldType.ListOf list -> "null | ListCondition<" + item(list, true) + ">";
    };
  }

  private static String ordered(String value) {
    return "%1$s | null | OrderCondition<%1$s>".formatted(value);
  }

  private static String orNull(Field field, String type) {
    return field.acceptsNull() && !type.equals("Json") ? type + " | " + NULL : type;
  }

  /** A decimal is a text in answers, and may be sent as a number too. */
  private static String value(FieldType type, boolean sent) {
    return switch (type) {
      case FieldType.Text text -> text.values().isEmpty() ? "string" : values(text);
      case FieldType.Whole _, FieldType.Real _ -> "number";
      case FieldType.Decimal _ -> sent ? "string | number" : "string";
      case FieldType.Bool _ -> "boolean";
      case FieldType.Date _, FieldType.DateTime _ -> "string";
      case FieldType.Json _ -> "Json";
      case FieldType.Dictionary _ -> "{ [key: string]: Json }";
      case FieldType.ListOf list -> TypeScript.listOf(item(list, sent));
    };
  }

  private static String item(FieldType.ListOf list, boolean sent) {
    var item = list.item();
    return item == null ? "Json" : value(item, sent);
  }

  private static String values(FieldType.Text text) {
    return TypeScript.either(
        text.values().stream().map(it -> TypeScript.literal(StringNode.valueOf(it))).toList());
  }
}
