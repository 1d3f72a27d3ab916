package dev.tinybase.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.tinybase.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaExampleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'type':'string'}                                       | "First name"
          {'type':'string','minLength':12}                        | "First name First name"
          {'type':'string','maxLength':5}                         | "First"
          {'type':['string','null'],'format':'email'}             | "ada@example.org"
          {'type':'string','pattern':'^[A-Z]{3}-\\\\d{4}$'}       | "ABC-1234"
          {'type':'string','enum':[null,'b']}                     | "b"
          {'type':'string','default':'x'}                         | "x"
          {'type':'integer'}                                      | 1
          {'type':'integer','minimum':5}                          | 5
          {'type':'integer','exclusiveMinimum':5}                 | 6
          {'type':'integer','maximum':-3}                         | -3
          {'type':'integer','minimum':7,'multipleOf':5}           | 10
          {'type':'number','minimum':0.25,'maximum':0.75}         | 0.75
          {'type':['string','number'],'format':'decimal','minimum':100} | "100"
          {'type':'array','minItems':2,'items':{'type':'integer'}} | [1,1]
          {'type':'array','maxItems':0}                           | []
          {'type':'object','properties':{'a':{'type':'boolean'}}} | {"a":true}
          {'type':'object','additionalProperties':{'type':'integer'}} | {"key":1}
          {'anyOf':[{'type':'null'},{'type':'integer'}]}          | 1
          """)
  void a_value_keeps_to_the_constraints(String schema, String expected) {
    var example = new JsonSchemaExample().of("first_name", Json.parse(schema.replace('\'', '"')));
    assertThat(example.map(Json::text)).hasValue(expected);
  }

  @Test
  void a_member_that_nothing_is_known_for_is_left_out_unless_it_must_be_there() {
    var schema =
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"^(\"},"
            + "\"b\":{\"type\":\"boolean\"}}%s}";
    var example = new JsonSchemaExample();
    assertThat(example.of("it", Json.parse(schema.formatted(""))).map(Json::text))
        .hasValue("{\"b\":true}");
    assertThat(example.of("it", Json.parse(schema.formatted(",\"required\":[\"a\"]")))).isEmpty();
  }

  @Test
  void schemas_that_refer_to_themselves_come_to_an_end() {
    var schema =
        Json.parse("{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#/Node\"}}}");
    assertThat(new JsonSchemaExample(_ -> schema).of("node", schema)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^\\d{5}(-\\d{4})?$",
        "[a-z0-9]+(-[a-z0-9]+)*",
        "^(?:red|green)$",
        "\\+49 ?[0-9]{6,}",
        "(?i)abc",
        "\\p{L}+",
        "^[^@\\s]+@[^@\\s]+$",
        ".*x.*",
        "a{3,}?",
        "[[:alpha:]]{2}",
        "^(?P<year>[0-9]{4})$",
        "\\bfoo\\b",
        "[]a]b",
        "[^]]c",
        "x*y+z?",
        "\\.txt$",
        "^$",
        "a|b|"
      })
  void a_text_is_found_for_the_usual_patterns(String regex) {
    assertThat(PatternExample.of(regex, 0, 1000))
        .hasValueSatisfying(
            text -> assertThat(Pattern.compile(regex).matcher(text).find()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[", "\\", "a{", "x{999999}", "[^\\x00-\\x{10FFFF}]", "((((((a))))))", "*"})
  void a_strange_pattern_does_no_harm(String regex) {
    assertThat(PatternExample.of(regex, 0, 1000))
        .matches(text -> text.isEmpty() || !text.get().isEmpty());
  }

  @Test
  void texts_are_as_long_as_they_must_be() {
    assertThat(PatternExample.of("^[a-z]+$", 8, 10)).hasValue("abcdefgh");
    assertThat(PatternExample.of("^[a-z]{3}$", 8, 10)).isEmpty();
  }
}
