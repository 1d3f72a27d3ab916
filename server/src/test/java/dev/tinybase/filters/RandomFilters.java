package dev.tinybase.filters;

import dev.tinybase.db.JsonText;
import dev.tinybase.json.Json;
import dev.tinybase.schema.FieldType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Records and filters made of few values, so that they often meet, and of every trap we know. */
final class RandomFilters {
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "A",
          "ab",
          "aB",
          "b",
          "%",
          "_",
          "a%b",
          "a_b",
          "[a]",
          "*",
          "a?",
          "ü",
          "Ü",
          "😀",
          "😀a",
          "a😀",
          "\ud7ff",
          "\ue000",
          "\uffff",
          "\udbff\udfff",
          "a\udbff\udfff",
          "\\",
          "a\\",
          "'",
          "\"",
          "$user.id",
          "$",
          "0",
          "1",
          "true",
          "null",
          "alice@example.com",
          "{}",
          "[1]");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0.0",
          "1",
          "1.0",
          "1.5",
          "-2",
          "0.1",
          "1e3",
          "9007199254740993",
          "1e300",
          "0.30000000000000004",
          "-1E-5",
          "9223372036854775807");
  private static final List<String> WHOLES =
      List.of("0", "1", "-2", "9007199254740993", "9223372036854775807", "-9223372036854775808");
  private static final List<String> JSON =
      List.of(
          "{'a': 1}",
          "{'a': '1', 'b': {'a': 'x'}}",
          "{'a': true, 'b': null}",
          "'a'",
          "1",
          "true",
          "[]",
          "[1, 'a', true]",
          "{'a': [1, '1', null, [1]]}",
          "{'a': {}}",
          "{'b': {'a': 1.5}}",
          "{'a': 'ab', 'b': {'a': 'aB'}}",
          "{'a': [], 'b': {'a': ['a', 'ab']}}",
          "['ab', 'b']",
          "{'a': 9007199254740993}",
          "{'a': 0.1, 'b': {'a': 1e3}}",
          "{'0': 1, 'a': 'ü'}");
  private static final List<String> TIMES =
      List.of("2026-11-22T22:18:10.123456Z", "2026-11-22T00:00:00Z", "1999-12-31T23:59:59.9Z");
  private static final List<String> DAYS = List.of("2026-11-22", "2026-11-23", "0001-01-01");
  private static final List<String> ORDERS = List.of("gt", "gte", "lt", "lte", "eq", "ne");

  private final Random random;
  private long made;

  RandomFilters(Random random) {
    this.random = random;
  }

  Map<String, @Nullable Object> record() {
    var record = new HashMap<String, @Nullable Object>();
    record.put("id", new UUID(0x7000L, 0x8000_0000_0000_0000L + made++));
    record.put("owner_id", random.nextInt(3) == 0 ? null : owner());
    record.put("created_at", Instant.parse(one(TIMES)));
    record.put("updated_at", Instant.parse(one(TIMES)));
    for (var field : Samples.SCHEMA.fields()) {
      record.put(field.name(), random.nextInt(5) == 0 ? null : value(field.type()));
    }
    return record;
  }

  private Object value(FieldType type) {
    return switch (type) {
      case FieldType.Text _ -> one(TEXTS);
      case FieldType.Whole _ -> Long.valueOf(one(WHOLES));
      case FieldType.Real _ -> Double.valueOf(one(NUMBERS));
      case FieldType.Decimal _ -> new BigDecimal(one(NUMBERS));
      case FieldType.Bool _ -> random.nextBoolean();
      case FieldType.Date _ -> LocalDate.parse(one(DAYS));
      case FieldType.DateTime _ -> Instant.parse(one(TIMES));
      case FieldType.Json _, FieldType.Dictionary _ -> SampleTable.json(one(JSON));
      case FieldType.ListOf(var item, _, _) ->
          new JsonText(Json.text(list(() -> item == null ? scalar() : literal(item), 3)));
    };
  }

  /** A filter of at most so many levels. */
  JsonNode filter(int levels) {
    var filter = Json.object();
    int entries = random.nextInt(4) == 0 ? 2 : 1;
    for (int i = 0; i < entries; i++) {
      switch (levels == 0 ? 9 : random.nextInt(8)) {
        case 0 -> filter.set("not", filter(levels - 1));
        case 1 -> filter.set("and", list(() -> filter(levels - 1), 3));
        case 2 -> filter.set("or", list(() -> filter(levels - 1), 3));
        default -> condition(filter);
      }
    }
    return filter;
  }

  private void condition(tools.jackson.databind.node.ObjectNode filter) {
    int which = random.nextInt(Samples.SCHEMA.fields().size() + 4);
    switch (which) {
      case 0 -> filter.set("owner_id", operator(List.of("eq", "ne", "gt"), this::id));
      case 1 -> filter.set("created_at", operator(ORDERS, () -> text(one(TIMES))));
      case 2 -> filter.set("$user.id", operator(List.of("eq", "ne"), this::id));
      case 3 -> filter.set("$user.email", texts(true));
      default -> {
        var field = Samples.SCHEMA.fields().get(which - 4);
        boolean inside =
            field.type() instanceof FieldType.Json || field.type() instanceof FieldType.Dictionary;
        var path = inside ? one(List.of("", ".a", ".b", ".b.a", ".0")) : "";
        filter.set(field.name() + path, condition(field.type()));
      }
    }
  }

  private JsonNode condition(FieldType type) {
    if (random.nextInt(8) == 0) {
      return Json.object().put("null", random.nextBoolean());
    }
    return switch (type) {
      case FieldType.Text _ -> texts(false);
      case FieldType.Bool _ -> operator(List.of("eq", "ne"), () -> literal(type));
      case FieldType.Whole _,
          FieldType.Real _,
          FieldType.Decimal _,
          FieldType.Date _,
          FieldType.DateTime _ ->
          operator(ORDERS, () -> literal(type));
      case FieldType.Json _, FieldType.Dictionary _ -> inside();
      case FieldType.ListOf(var item, _, _) -> items(item);
    };
  }

  private JsonNode inside() {
    return switch (random.nextInt(4)) {
      case 0 -> items(null);
      case 1 -> texts(false);
      case 2 -> operator(ORDERS, () -> random.nextBoolean() ? text(one(TEXTS)) : number());
      default -> operator(List.of("eq", "ne"), this::scalar);
    };
  }

  private JsonNode texts(boolean variable) {
    if (random.nextInt(3) == 0) {
      return operator(ORDERS, () -> text(one(TEXTS)));
    }
    var operator =
        one(List.of("contains", "starts_with", "ends_with", "icontains", "like", "contains"));
    var text = one(TEXTS);
    if (operator.equals("like")) {
      return Json.object().set(operator, text(LikePattern.endsInEscape(text) ? "%" : text));
    }
    boolean email = !variable && random.nextInt(6) == 0;
    return Json.object()
        .set(operator, email ? JsonNodeFactory.instance.stringNode("$user.email") : text(text));
  }

  private JsonNode items(@Nullable FieldType item) {
    return switch (random.nextInt(4)) {
      case 0 -> Json.object().put("length", random.nextInt(4));
      case 1 -> Json.object().set("length", Json.object().put(one(ORDERS), random.nextInt(3)));
      case 2 ->
          Json.object()
              .set(
                  one(List.of("has_any", "has_all", "subset")),
                  list(() -> item == null ? scalar() : literal(item), 3));
      default -> Json.object().set("has", item == null ? scalar() : literal(item));
    };
  }

  private JsonNode operator(List<String> operators, java.util.function.Supplier<JsonNode> value) {
    if (random.nextInt(5) == 0) {
      var list = list(value, 4);
      if (random.nextInt(4) == 0) {
        list.addNull();
      }
      return Json.object().set(one(List.of("in", "nin")), list);
    }
    return Json.object().set(one(operators), value.get());
  }

  private JsonNode literal(FieldType type) {
    return switch (type) {
      case FieldType.Text _ -> text(one(TEXTS));
      case FieldType.Whole _ -> Json.parse(one(WHOLES));
      case FieldType.Real _, FieldType.Decimal _ -> number();
      case FieldType.Bool _ -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
      case FieldType.Date _ -> text(one(DAYS));
      case FieldType.DateTime _ -> text(one(TIMES));
      case FieldType.Json _, FieldType.Dictionary _, FieldType.ListOf _ -> scalar();
    };
  }

  private JsonNode scalar() {
    return switch (random.nextInt(3)) {
      case 0 -> text(one(TEXTS));
      case 1 -> number();
      default -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
    };
  }

  private JsonNode number() {
    return Json.parse(one(NUMBERS));
  }

  private JsonNode id() {
    return JsonNodeFactory.instance.stringNode(
        random.nextInt(3) == 0 ? "$user.id" : owner().toString());
  }

  private UUID owner() {
    return random.nextBoolean() ? Samples.ALICE : Samples.BOB;
  }

  /** A text of a filter, where a dollar sign at the beginning is written twice. */
  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text.startsWith("$") ? "$" + text : text);
  }

  private ArrayNode list(java.util.function.Supplier<JsonNode> item, int most) {
    var list = Json.mapper().createArrayNode();
    int size = random.nextInt(most + 1);
    for (int i = 0; i < size; i++) {
      list.add(item.get());
    }
    return list;
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
