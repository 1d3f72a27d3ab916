package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
  private static final String TYPES =
      """
      enum Color { RED, GREEN }
      sealed interface Pay {}
      record Card(@Pattern(regexp = "[0-9]{4}") String number) implements Pay {}
      record Cash() implements Pay {}
      record Node(String name, List<Node> children) {}
      record Line(@NotNull String item, @Min(1) @Max(9) int quantity, Optional<Integer> size) {}
      record Texts(@NotBlank String a, @NotEmpty String b, @Size(min = 2, max = 3) String c, @Email String d) {}
      record Numbers(long a, double b, @Positive Integer c, @DecimalMax(value = "1.5", inclusive = false) BigDecimal d) {}
      record Times(Instant at, LocalDate on, @NotNull UUID id) {}
      record Lists(@Size(max = 2) List<@NotBlank String> a, Map<Color, @Min(1) Integer> b, Set<Color> c, Line[] d) {}
      record Flags(boolean a, @AssertTrue Boolean b) {}
      record Twice(Line first, @Valid Line second, Pay pay, Object any) {}
      record Page<T>(List<T> items, T first) {}
      """;

  /** For each type: values that are the base for what both must accept or refuse alike. */
  private static Stream<Arguments> samples() {
    return Stream.of(
        arguments("int", List.of("1", "1.0", "1.5", "3000000000", "'1'", "true", "[]")),
        arguments("@Min(3) int", List.of("1", "3", "'3'")),
        arguments("String", List.of("'a'", "''", "1", "[]")),
        arguments("Optional<String>", List.of("'a'", "null", "1")),
        arguments("Color", List.of("'RED'", "'BLUE'", "1")),
        arguments(
            "List<@Min(1) Integer>", List.of("[]", "[1]", "[0]", "[null]", "{'a':1}", "['1']")),
        arguments("List<Optional<Integer>>", List.of("[1,null]", "['a']")),
        arguments(
            "Map<String, Integer>", List.of("{}", "{'a':1}", "{'a':null}", "{'a':'1'}", "[]")),
        arguments(
            "Line",
            objects(
                "{'item':'a','quantity':2,'size':1}",
                "'item':null",
                "'quantity':0",
                "'quantity':10",
                "'quantity':null",
                "'size':null",
                "'size':'x'",
                "'more':1")),
        arguments(
            "Texts",
            objects(
                "{'a':'x','b':'x','c':'xx','d':'a@b.org'}",
                "'a':' '",
                "'a':null",
                "'b':''",
                "'c':'x'",
                "'c':'xxxx'",
                "'c':null",
                "'d':'no'",
                "'d':null")),
        arguments(
            "Numbers",
            objects(
                "{'a':1,'b':1.5,'c':1,'d':1.4}",
                "'a':9223372036854775808",
                "'a':1.5",
                "'b':1",
                "'b':1e999",
                "'c':0",
                "'c':null",
                "'d':1.5",
                "'d':null",
                "'d':'1'")),
        arguments(
            "Times",
            objects(
                "{'at':'2026-11-22T10:00:00Z','on':'2026-11-22','id':'0190a1b2-0000-7000-8000-000000000001'}",
                "'at':'today'",
                "'at':1",
                "'at':null",
                "'on':'2026-02-30'",
                "'id':'7'",
                "'id':null")),
        arguments(
            "Lists",
            objects(
                "{'a':['x'],'b':{'RED':1},'c':['RED','RED'],'d':[{'item':'a','quantity':2}]}",
                "'a':['x','x','x']",
                "'a':[' ']",
                "'a':[null]",
                "'b':{'BLUE':1}",
                "'b':{'RED':0}",
                "'b':null",
                "'c':['BLUE']",
                "'d':[{'quantity':2}]",
                "'d':[null]")),
        arguments(
            "Flags", objects("{'a':true,'b':true}", "'a':1", "'a':null", "'b':false", "'b':null")),
        arguments(
            "Twice",
            objects(
                "{'first':{'item':'a','quantity':2},'second':{'item':'a','quantity':2},'pay':{'type':'cash'},'any':[1]}",
                "'first':{'item':'a'}",
                "'second':{'item':'a','quantity':0}",
                "'second':null",
                "'any':null",
                "'pay':{}",
                "'pay':null",
                "'pay':{'type':'card','number':'1234'}",
                "'pay':{'type':'card','number':'12'}",
                "'pay':{'type':'cash','number':'12'}",
                "'pay':{'type':'gift'}")),
        arguments(
            "Pay",
            List.of(
                "{'type':'cash'}",
                "{'type':'card'}",
                "{'type':'card','number':null}",
                "{'number':'1'}",
                "5",
                "{'type':5}")),
        arguments("Card", List.of("{'number':'1234'}", "{'type':'card'}", "{'type':'cash'}", "{}")),
        arguments("List<Pay>", List.of("[{'type':'cash'},{'type':'card'}]", "[{'type':'x'}]")),
        arguments(
            "Node",
            List.of(
                "{'name':'a','children':[{'name':'b','children':[]}]}",
                "{'children':[{'name':1}]}",
                "{'children':[{'x':1}]}")),
        arguments(
            "Page<Line>",
            objects(
                "{'items':[{'item':'a','quantity':2}],'first':null}",
                "'items':[{'item':'a'}]",
                "'first':{'item':1,'quantity':2}")),
        arguments("Object", List.of("1", "'a'", "[null]", "{'a':1}")));
  }

  @TempDir Path folder;
  private Calls calls;

  @BeforeEach
  void start() {
    calls = new Calls(folder);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void the_schema_accepts_what_the_function_accepts(String type, List<String> values) {
    var function =
        calls.function(
            TYPES + "@Register(name = \"f\") int f(%s in) { return 1; }".formatted(type));
    var check = new SchemaCheck(Objects.requireNonNull(function.inputSchema()));
    var accepted = new ArrayList<String>();

    for (var value : values) {
      boolean fits = fits(function, value);
      assertThat(check.accepts(Json.parse(value.replace('\'', '"'))))
          .as(type + " of " + value + " by " + function.inputSchema())
          .isEqualTo(fits);
      if (fits) {
        accepted.add(value);
      }
    }
    assertThat(accepted).as("some are accepted").isNotEmpty();
    assertThat(type.equals("Object") || accepted.size() < values.size())
        .as("some are refused")
        .isTrue();
  }

  @Test
  void a_schema_tells_everything_of_its_type() {
    var function =
        calls.function(TYPES + "@Register(name = \"f\") Line f(Line line) { return line; }");

    assertThat(Json.text(Objects.requireNonNull(function.inputSchema())))
        .isEqualTo(
            """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{\
            "item":{"type":"string"},\
            "quantity":{"type":"integer","format":"int32","minimum":1,"maximum":9},\
            "size":{"type":["integer","null"],"format":"int32"}},\
            "required":["item","quantity"],"additionalProperties":false}\
            """);
    assertThat(Json.text(Objects.requireNonNull(function.outputSchema())))
        .contains("\"required\":[\"item\",\"quantity\",\"size\"]");
  }

  @Test
  void a_record_that_holds_itself_is_a_definition() {
    var function =
        calls.function(TYPES + "@Register(name = \"f\") Node f(Node node) { return node; }");

    assertThat(Json.text(Objects.requireNonNull(function.inputSchema())))
        .startsWith(
            "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$ref\":\"#/$defs/Node\"")
        .contains("\"items\":{\"$ref\":\"#/$defs/Node\"}");
  }

  @Test
  void results_that_are_no_json_of_the_authors_have_schemas_too() {
    var text =
        """
        @Register(name = "f") dev.tinybase.sdk.Record f(Context ctx) { return null; }
        @Register(name = "g") void g() {}
        @Register(name = "h") Response h() { return null; }
        @Register(name = "i") Page i() { return null; }
        """;
    var functions = calls.function(text).file().functions();

    assertThat(functions)
        .extracting(it -> it.outputSchema() == null ? "" : Json.text(it.outputSchema()))
        .anySatisfy(it ->
            assertThat(it)
                .contains("\"created_at\":{\"type\":\"string\",\"format\":\"date-time\"}"))
        .anySatisfy(it -> assertThat(it).contains("\"next\""))
        .contains("", "");
  }

  private boolean fits(FunctionFile.Entry function, String value) {
    try {
      calls.call(function, value);
      return true;
    } catch (InvalidInput _) {
      return false;
    }
  }

  /** An object, the object without each of its keys, and the object with each of these changes. */
  private static List<String> objects(String base, String... changes) {
    var all = new ArrayList<String>();
    all.add(base);
    var object = Json.parse(base.replace('\'', '"'));
    for (var name : object.propertyNames()) {
      var without = (tools.jackson.databind.node.ObjectNode) object.deepCopy();
      without.remove(name);
      all.add(Json.text(without));
    }
    for (var change : changes) {
      var changed = (tools.jackson.databind.node.ObjectNode) object.deepCopy();
      changed.setAll(
          (tools.jackson.databind.node.ObjectNode)
              Json.parse(("{" + change + "}").replace('\'', '"')));
      all.add(Json.text(changed));
    }
    return all;
  }
}
