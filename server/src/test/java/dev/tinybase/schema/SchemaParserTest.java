package dev.tinybase.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SchemaParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'name':'a','type':'STRING'}             | {"name":"a","type":"string","required":false}
          {'name':'a','type':'Text'}               | {"name":"a","type":"string","required":false}
          {'name':'a'}                             | {"name":"a","type":"string","required":false}
          {'name':'a','type':'int'}                | {"name":"a","type":"integer","required":false}
          {'name':'a','type':'float'}              | {"name":"a","type":"number","required":false}
          {'name':'a','type':'Bool'}               | {"name":"a","type":"boolean","required":false}
          {'name':'a','type':'dict'}               | {"name":"a","type":"object","required":false}
          {'name':'a','type':'list[INT]'}          | {"name":"a","type":"list[integer]","required":false}
          {'name':'a','type':'list[ float ]'}      | {"name":"a","type":"list[number]","required":false}
          {'name':'a','type':'list','items':'bool'} | {"name":"a","type":"list[boolean]","required":false}
          {'name':'a','type':'list[int]','items':{'type':'Integer','min':1}} | {"name":"a","type":"list[integer]","required":false,"items":{"min":1}}
          {'name':'a','type':'list','min_length':1} | {"name":"a","type":"list","required":false,"min_length":1}
          {'name':'a','type':'list[string]','items':{'max_length':5}} | {"name":"a","type":"list[string]","required":false,"items":{"max_length":5}}
          {'name':'a','type':'decimal','min':'0.50','max':10} | {"name":"a","type":"decimal","required":false,"min":"0.5","max":"10"}
          {'name':'a','type':'int','min':1.0}      | {"name":"a","type":"integer","required":false,"min":1}
          {'name':'a','min_length':null,'default':null,'pattern':null} | {"name":"a","type":"string","required":false}
          {'name':'a','required':true,'default':'x'} | {"name":"a","type":"string","required":true,"default":"x"}
          {'name':'a','type':'datetime','default':'2026-01-01T01:00:00+01:00'} | {"name":"a","type":"datetime","required":false,"default":"2026-01-01T00:00:00Z"}
          {'name':'a','hidden':true,'unique':true,'index':true,'read_only':true,'searchable':true,'nullable':true} | {"name":"a","type":"string","required":false,"nullable":true,"unique":true,"index":true,"searchable":true,"hidden":true,"read_only":true}
          """)
  void a_field_comes_back_in_its_canonical_form(String field, String canonical) {
    var schema = SchemaParser.parse(fields(field)).schema();

    assertThat(Json.text(SchemaJson.of(schema))).isEqualTo("{\"fields\":[" + canonical + "]}");
    assertThat(SchemaJson.of(SchemaParser.parse(SchemaJson.of(schema)).schema()))
        .isEqualTo(SchemaJson.of(schema));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'name':'a','type':null}                 | a | unknown_type | the type must be a word such as string, not null
          {'name':'a','type':'strin'}              | a | unknown_type | did you mean 'string'
          {'name':'a','type':'array'}              | a | unknown_type | unknown type 'array'
          {'name':'a','type':'list[date]'}         | a | unknown_type | not 'date'
          {'name':'a','type':'list[]'}             | a | unknown_type | items of a list
          {'name':'a','type':'reference'}          | a | unknown_type | the type 'reference' is not supported yet
          {'name':'a','type':'File'}               | a | unknown_type | the type 'file' is not supported yet
          {'name':'a','type':5}                    | a | invalid_type | must be a string
          {'name':'a','min':1}                     | a | constraint_misplaced | 'min' does not fit the type 'string'
          {'name':'a','type':'int','min_length':1} | a | constraint_misplaced | it belongs to string and list
          {'name':'a','type':'bool','values':['x']} | a | constraint_misplaced | 'values'
          {'name':'a','type':'json','items':'int'} | a | constraint_misplaced | 'items'
          {'name':'a','type':'date','min':1}       | a | constraint_misplaced | 'min'
          {'name':'a','type':'int','min':1.5}      | a | invalid_min | whole number
          {'name':'a','type':'int','max':99999999999999999999} | a | invalid_max | 64 bits
          {'name':'a','type':'int','min':2,'max':1} | a | invalid_min | greater than 'max'
          {'name':'a','min_length':2,'max_length':1} | a | invalid_min_length | greater than
          {'name':'a','min_length':-1}             | a | invalid_min_length | from 0
          {'name':'a','min_length':'1'}            | a | invalid_min_length | whole number
          {'name':'a','type':'number','min':'1'}   | a | invalid_min | must be a number
          {'name':'a','type':'decimal','min':'x'}  | a | invalid_min | decimal
          {'name':'a','pattern':'(a'}              | a | invalid_pattern | regular expression
          {'name':'a','pattern':'(?=a)'}           | a | invalid_pattern | RE2
          {'name':'a','pattern':5}                 | a | invalid_pattern | string
          {'name':'a','format':'phone'}            | a | invalid_format | email, url, uuid, slug
          {'name':'a','values':[]}                 | a | invalid_values | 1 to
          {'name':'a','values':['x','x']}          | a | invalid_values | twice
          {'name':'a','values':[1]}                | a | invalid_values | strings
          {'name':'a','values':['xy'],'max_length':1} | a | invalid_values | 'xy' must have at most 1 character
          {'name':'a','type':'int','default':'x'}  | a | invalid_default | "x" must be an integer, not a string
          {'name':'a','type':'int','default':5,'max':4} | a | invalid_default | at most 4
          {'name':'a','type':'list[int]','default':['x']} | a | invalid_default | item 0
          {'name':'a','default':'b','unique':true} | a | invalid_default | unique
          {'name':'a','requird':true}              | a | unknown_key | did you mean 'required'
          {'name':'a','required':'yes'}            | a | invalid_required | true or false
          {'name':'a','type':'json','unique':true} | a | index_misplaced | 'unique' does not fit
          {'name':'a','type':'list','index':true}  | a | index_misplaced | 'index' does not fit
          {'name':'a','type':'int','searchable':true} | a | constraint_misplaced | searchable
          {'name':'a','type':'list[int]','items':{'min_length':1}} | a | constraint_misplaced | in 'items'
          {'name':'a','type':'list[int]','items':{'mim':1}} | a | unknown_key | did you mean 'min'
          {'name':'a','type':'list[int]','items':'text'} | a | invalid_items | another type
          {'name':'a','type':'list','items':{'type':'object'}} | a | unknown_type | not 'object'
          {'name':'a','renamed_from':'a'}          | a | invalid_renamed_from | already
          {'name':'a b'}                           | a b | invalid_name | letters, digits and underscores
          {'name':'_a'}                            | _a | invalid_name | a name is a letter
          {'name':'1a'}                            | 1a | invalid_name | a name is a letter
          {'name':'a\\"b'}                         | a"b | invalid_name | a name is a letter
          {'name':'ID'}                            | ID | invalid_name | every record has 'id'
          {'name':'created_at'}                    | created_at | invalid_name | by itself
          {'name':'xmin'}                          | xmin | invalid_name | reserved by the database
          {'name':'RowId'}                         | RowId | invalid_name | reserved by the database
          {'name':'and'}                           | and | invalid_name | a word of filters
          {'name':'Or'}                            | Or | invalid_name | a word of filters
          {'name':'not'}                           | not | invalid_name | a word of filters
          {'name':'exists'}                        | exists | invalid_name | a word of filters
          {'name':''}                              | fields[0] | invalid_name | needs a 'name'
          {'name':5}                               | fields[0] | invalid_name | needs a 'name'
          {}                                       | fields[0] | invalid_name | needs a 'name'
          5                                        | fields[0] | wrong_type | is an object
          null                                     | fields[0] | wrong_type | is an object
          """)
  void a_bad_field_is_named(String field, String place, String code, String message) {
    var problem = refused(fields(field));

    assertThat(problem.kind().status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo("invalid_schema");
    assertThat(problem.detail()).startsWith("Invalid schema: field '" + place + "'");
    assertThat(problem.errors())
        .anySatisfy(error -> {
          assertThat(error.field()).isEqualTo(place);
          assertThat(error.code()).isEqualTo(code);
          assertThat(error.message()).contains(message);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"and", "Or", "NOT", "exists"})
  void a_stored_field_keeps_a_name_that_is_a_word_of_filters_in_any_case(String name) {
    var stored = fields("{'name':'" + name + "'}");
    assertThat(SchemaParser.parseStored(stored).names()).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []                      | must be an object
          'x'                     | must be an object
          {'fields':null}         | 'fields' must be a list
          {'fields':{}}           | 'fields' must be a list
          {'feilds':[]}           | did you mean 'fields'
          {'fields':[],'x':1}     | unknown key 'x'
          """)
  void a_bad_whole_is_told(String schema, String message) {
    assertThat(refused(schema).detail()).startsWith("Invalid schema: ").contains(message);
  }

  @Test
  void all_problems_come_at_once() {
    var problem =
        refused("{'fields':[{'name':'a','type':'x'},{'name':'b','min':1,'foo':2},{'name':'B'}]}");

    assertThat(problem.errors())
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder("a", "b", "b", "B");
  }

  @Test
  void names_equal_but_for_case_are_refused() {
    assertThat(refused("{'fields':[{'name':'Title'},{'name':'title'}]}").detail())
        .contains("field 'title': the name is there twice");
  }

  @Test
  void there_is_a_limit_of_fields() {
    assertThat(SchemaParser.parse(many(500)).schema().fields()).hasSize(500);
    assertThatThrownBy(() -> SchemaParser.parse(many(501)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("at most 500 fields, not 501");
  }

  @Test
  void a_schema_without_fields_is_one() {
    assertThat(SchemaParser.parse(Json.object()).schema().fields()).isEmpty();
  }

  @Test
  void renames_are_told_but_not_part_of_the_schema() {
    var draft = SchemaParser.parse(fields("{'name':'a','renamed_from':'b'}"));

    assertThat(draft.renames()).containsExactlyEntriesOf(Map.of("a", "b"));
    assertThat(Json.text(SchemaJson.of(draft.schema()))).doesNotContain("renamed_from");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(((((x{9}){9}){9}){9}){9}){9}",
        "(a{0,999}){0,999}",
        "([ab]{500}\\\\d{500}){3}",
        "(?:\\\\p{Greek}{900}){900}"
      })
  void a_pattern_cannot_be_a_bomb(String pattern) {
    assertThat(refused(fields("{'name':'a','pattern':'" + pattern + "'}")).detail())
        .contains("'pattern' repeats too much");
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(a+)+$", "^(a|a?)+$", "(x+x+)+y", "^[a-z0-9]{1,64}(-[a-z]{2,8}){0,9}$"})
  void a_pattern_takes_time_in_proportion_to_the_text(String pattern) {
    var field =
        SchemaParser.parse(fields("{'name':'a','pattern':'" + pattern + "'}"))
            .schema()
            .fields()
            .getFirst();
    long start = System.nanoTime();
    assertThatThrownBy(() ->
            FieldValues.read(field.type(), Json.parse("\"" + "a".repeat(100_000) + "!\""), false))
        .isInstanceOf(InvalidValue.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
  }

  private static JsonNode many(int count) {
    var list =
        IntStream.range(0, count)
            .mapToObj(i -> "{'name':'f" + i + "'}")
            .collect(Collectors.joining(","));
    return fields(list);
  }

  private static JsonNode fields(String list) {
    return json("{'fields':[" + list + "]}");
  }

  private static Problem refused(JsonNode schema) {
    return refused(Json.text(schema));
  }

  private static Problem refused(String schema) {
    try {
      SchemaParser.parse(json(schema));
    } catch (Problem problem) {
      return problem;
    }
    throw new AssertionError("accepted: " + schema);
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}
