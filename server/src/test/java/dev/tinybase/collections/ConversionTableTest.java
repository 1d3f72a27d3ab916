package dev.tinybase.collections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.db.Database;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Decimals;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.schema.SchemaParser;
import dev.tinybase.testing.Engine;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Edge values of every type, converted to every type: all digits are there, or it is refused. */
@ParameterizedClass
@EnumSource(Engine.class)
class ConversionTableTest {
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "9007199254740992",
          "9007199254740993",
          "-9007199254740993",
          "1152921504606846976",
          "9223372036854775807",
          "-9223372036854775808");
  private static final List<String> FRACTIONS =
      List.of("0.1", "-0.25", "1.5", "12345.0", "4915112345678", "1e15", "1e21", "1e-7", "5e-324");
  private static final List<String> LONG =
      List.of("0.12345678901234567890", "9007199254740993.25", "123456789012345678901234567890");

  private static final Map<String, List<String>> VALUES = values();

  private final Database database;
  private final CollectionService collections;

  ConversionTableTest(Engine engine) {
    database = engine.fresh();
    collections = new CollectionService(database, InstantSource.system());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Map<String, List<String>> values() {
    var values = new LinkedHashMap<String, List<String>>();
    var texts = new ArrayList<String>();
    NUMBERS.forEach(number -> texts.add(quoted(number)));
    FRACTIONS.forEach(number -> texts.add(quoted(number)));
    LONG.forEach(number -> texts.add(quoted(number)));
    texts.addAll(List.of("\"\"", "\"x\"", "\"true\"", "\"2026-01-02\"", "\"[1,2]\""));
    texts.add("\"2026-01-02T03:04:05.123456789Z\"");
    values.put("string", texts);
    values.put("integer", NUMBERS);
    values.put("number", FRACTIONS);
    var decimals = new ArrayList<>(texts.subList(0, NUMBERS.size()));
    LONG.forEach(number -> decimals.add(quoted(number)));
    values.put("decimal", decimals);
    values.put("boolean", List.of("true", "false"));
    values.put("date", List.of("\"0001-01-01\"", "\"2026-01-02\"", "\"9999-12-31\""));
    values.put("datetime", List.of("\"2026-01-02T00:00:00Z\"", "\"1969-12-31T23:59:59.999999Z\""));
    var json = new ArrayList<String>(texts);
    json.addAll(NUMBERS);
    json.addAll(FRACTIONS);
    json.addAll(LONG);
    json.addAll(List.of("true", "{\"a\":9007199254740993}", "[9007199254740993,0.1]"));
    values.put("json", json);
    values.put("object", List.of("{}", "{\"a\":9007199254740993.25}"));
    values.put("list", List.of("[]", "[9007199254740993,\"1\",null]", "[" + LONG.getFirst() + "]"));
    values.put("list[string]", List.of("[\"9007199254740993\"]", "[\"1\",\"x\"]"));
    values.put("list[integer]", List.of("[1,9007199254740992]", "[9007199254740993]"));
    values.put("list[number]", List.of("[0.1,2.5]", "[12345.0]"));
    values.put("list[boolean]", List.of("[true,false]"));
    return values;
  }

  private static String quoted(String number) {
    return '"' + number + '"';
  }

  static Set<String> types() {
    return VALUES.keySet();
  }

  @ParameterizedTest
  @MethodSource("types")
  void every_value_keeps_its_digits_or_is_refused(String target) {
    var fields = new ArrayList<String>();
    var wanted = new ArrayList<String>();
    var stored = new ArrayList<@Nullable Object>();
    var expected = new ArrayList<String>();
    VALUES.forEach((type, texts) -> {
      for (var text : texts) {
        var name = "f" + fields.size();
        var from = field(name, type);
        var value = FieldValues.read(from.type(), Json.parse(text), false);
        var conversion = ValueConversion.of(from, field(name, target));
        if (type.equals(target)) {
          continue;
        }
        try {
          var converted = FieldValues.node(conversion.convert(value));
          assertThat(digits(converted))
              .as("%s %s to %s: %s", type, text, target, converted)
              .isEqualTo(digits(FieldValues.node(value)));
          fields.add("{'name':'" + name + "','type':'" + type + "'}");
          wanted.add("{'name':'" + name + "','type':'" + target + "'}");
          stored.add(value);
          expected.add(same(converted));
        } catch (InvalidValue e) {
          assertThat(e.reason()).isNotBlank();
        }
      }
    });
    assertThat(convert(fields, wanted, stored)).isEqualTo(expected);
  }

  private List<String> convert(
      List<String> fields, List<String> wanted, List<@Nullable Object> stored) {
    var made =
        collections.create(new NewCollection("things", "Things", schema(fields), Json.object()));
    var names = new ArrayList<String>();
    made.schema().fields().forEach(field -> names.add(database.dialect().quote(field.name())));
    Rows.insert(database, made, UUID.randomUUID(), String.join(", ", names), stored.toArray());
    collections.update(
        "things", new CollectionUpdate(null, schema(wanted), null, Set.of(), null, false));
    var rows = Fingerprint.of(database, collections.get("things")).rows().values();
    return rows.iterator().next().stream().map(value -> same(FieldValues.node(value))).toList();
  }

  /** PostgreSQL spells numbers in JSON in its own way. */
  private static String same(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue().stripTrailingZeros().toString();
    }
    return node.isContainer()
        ? node.propertyNames()
            + node.values().stream().map(ConversionTableTest::same).toList().toString()
        : node.toString();
  }

  /** The numbers in a value, wherever they stand and however they are written. */
  private static List<BigDecimal> digits(JsonNode node) {
    var numbers = new ArrayList<BigDecimal>();
    collect(node, numbers);
    return numbers.stream().map(BigDecimal::stripTrailingZeros).toList();
  }

  private static void collect(JsonNode node, List<BigDecimal> numbers) {
    if (node.isNumber()) {
      numbers.add(node.decimalValue());
    } else if (node.isBoolean()) {
      numbers.add(node.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO);
    } else if (node.isContainer()) {
      node.values().forEach(child -> collect(child, numbers));
    } else if (node.isString()) {
      collectText(node.stringValue(), numbers);
    }
  }

  private static void collectText(String text, List<BigDecimal> numbers) {
    var number = Decimals.parse(text);
    if (number != null) {
      numbers.add(number);
    } else if (text.startsWith("[") || text.startsWith("{") || text.matches("true|false")) {
      collect(Json.parse(text), numbers);
    } else {
      for (var part : text.replaceAll("T00:00:00Z$", "").split("[^0-9]+", -1)) {
        if (!part.isEmpty()) {
          numbers.add(new BigDecimal(part));
        }
      }
    }
  }

  private static Field field(String name, String type) {
    return SchemaParser.parse(schema(List.of("{'name':'" + name + "','type':'" + type + "'}")))
        .schema()
        .fields()
        .getFirst();
  }

  private static JsonNode schema(List<String> fields) {
    return Json.parse(("{'fields':[" + String.join(",", fields) + "]}").replace('\'', '"'));
  }
}
