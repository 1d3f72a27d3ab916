package dev.tinybase.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RecordJsonSchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'type':'string','minLength':1,'maxLength':5,'pattern':'a'} | "type":"string","required":false,"min_length":1,"max_length":5,"pattern":"a"
          {'type':'string','enum':['a','b']}          | "type":"string","required":false,"values":["a","b"]
          {'enum':['a',null]}                         | "type":"string","required":false,"nullable":true,"values":["a"]
          {'const':'a'}                               | "type":"string","required":false,"values":["a"]
          {'type':'string','format':'email'}          | "type":"string","required":false,"format":"email"
          {'type':'string','format':'uri'}            | "type":"string","required":false,"format":"url"
          {'type':'string','format':'date'}           | "type":"date","required":false
          {'type':'string','format':'date-time'}      | "type":"datetime","required":false
          {'type':'string','format':'decimal'}        | "type":"decimal","required":false
          {'type':'integer','format':'int64','minimum':1,'maximum':5} | "type":"integer","required":false,"min":1,"max":5
          {'type':'number','default':1.5}             | "type":"number","required":false,"default":1.5
          {'type':['boolean','null'],'title':'L','description':'D'} | "type":"boolean","required":false,"nullable":true,"description":"D","label":"L"
          {'type':'array'}                            | "type":"list","required":false
          {'type':'array','items':{'type':'string','maxLength':3},'minItems':1,'maxItems':2} | "type":"list[string]","required":false,"min_length":1,"max_length":2,"items":{"max_length":3}
          {'type':'object','additionalProperties':true} | "type":"object","required":false
          {}                                          | "type":"json","required":false
          {'type':'string','readOnly':true,'unique':true,'examples':['x']} | "type":"string","required":false,"unique":true,"read_only":true
          """)
  void a_property_is_translated(String property, String field) {
    var schema =
        SchemaParser.parse(json("{'type':'object','properties':{'f':" + property + "}}")).schema();

    assertThat(Json.text(SchemaJson.of(schema)))
        .isEqualTo("{\"fields\":[{\"name\":\"f\"," + field + "}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'type':'array'}                                     | has the type 'object'
          {'type':'object','allOf':[]}                         | 'allOf' is not supported
          {'type':'object','additionalProperties':true}        | additionalProperties
          {'type':'object','required':['x']}                   | field 'x': required, but not among the properties
          {'type':'object','required':'x'}                     | 'required' must be a list
          {'properties':[]}                                    | 'properties' must be an object
          {'properties':{'f':true}}                            | field 'f': a property's schema
          {'properties':{'f':{'type':'string','minLenght':1}}} | did you mean 'minLength'
          {'properties':{'f':{'type':'string','$ref':'x'}}}    | '$ref' is not supported
          {'properties':{'f':{'type':'object','properties':{}}}} | field 'f': 'properties' is not supported
          {'properties':{'f':{'type':['string','integer']}}}   | one type
          {'properties':{'f':{'type':'integer','exclusiveMinimum':1}}} | 'exclusiveMinimum' is not supported
          {'properties':{'f':{'type':'array','items':{'type':'object'}}}} | not 'object'
          {'properties':{'f':{'type':'string','format':'ipv4'}}} | 'ipv4'
          {'properties':{'f':{'type':'integer','enum':[1]}}}   | 'values'
          {'properties':{'a b':{}}}                            | field 'a b'
          """)
  void what_cannot_be_kept_is_refused(String schema, String message) {
    assertThatThrownBy(() -> SchemaParser.parse(json(schema)))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("Invalid schema: ")
        .hasMessageContaining(message);
  }

  @Test
  void required_properties_become_required_fields() {
    var schema =
        SchemaParser.parse(
                json(
                    "{'type':'object','properties':{'a':{},'b':{}},'required':['b'],'additionalProperties':false}"))
            .schema();

    assertThat(schema.fields()).extracting(Field::required).containsExactly(false, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'type':'string','required':true,'min_length':1,'format':'url' | {"type":"string","minLength":1,"format":"uri"}
          'type':'string'                       | {"type":["string","null"]}
          'values':['a']                        | {"type":["string","null"],"enum":["a",null]}
          'type':'int','default':1              | {"type":"integer","format":"int64","default":1}
          'type':'decimal','required':true      | {"type":"string","format":"decimal"}
          'type':'date'                         | {"type":["string","null"],"format":"date"}
          'type':'json'                         | {}
          'type':'list[int]','items':{'min':1},'max_length':2 | {"type":"array","maxItems":2,"items":{"type":"integer","format":"int64","minimum":1}}
          'type':'object','label':'L','description':'D','read_only':true | {"type":"object","title":"L","description":"D","readOnly":true}
          """)
  void a_field_is_described(String spec, String property) {
    var schema = schema("{'name':'f'," + spec + "}");

    var described =
        RecordJsonSchema.of(schema.visibility(true), RecordJsonSchema.Form.READ)
            .path("properties")
            .path("f");

    assertThat(Json.text(described)).isEqualTo(property);
  }

  @Test
  void what_is_described_for_writing_can_be_read_again() {
    var schema =
        schema(
            "{'name':'a','required':true,'pattern':'x'},{'name':'b','type':'list[string]'},"
                + "{'name':'c','type':'decimal','required':true},{'name':'d','type':'date','required':true},"
                + "{'name':'e','values':['p','q'],'required':true}");

    var again =
        SchemaParser.parse(
                RecordJsonSchema.of(schema.visibility(true), RecordJsonSchema.Form.WRITE))
            .schema();

    assertThat(SchemaJson.of(again)).isEqualTo(SchemaJson.of(schema));
  }

  @Test
  void reading_has_every_field_and_writing_asks_for_the_required_ones() {
    var schema =
        schema(
            "{'name':'a','required':true},{'name':'b','required':true,'default':'x'},"
                + "{'name':'h','hidden':true},{'name':'r','read_only':true}");

    var read = RecordJsonSchema.of(schema.visibility(false), RecordJsonSchema.Form.READ);
    var write = RecordJsonSchema.of(schema.visibility(false), RecordJsonSchema.Form.WRITE);

    assertThat(Json.text(read.path("required"))).isEqualTo("[\"a\",\"b\",\"r\"]");
    assertThat(Json.text(write.path("required"))).isEqualTo("[\"a\"]");
    assertThat(write.path("properties").propertyNames()).containsExactly("a", "b");
    assertThat(
            RecordJsonSchema.of(schema.visibility(true), RecordJsonSchema.Form.WRITE)
                .path("properties")
                .propertyNames())
        .containsExactly("a", "b", "h", "r");
  }

  private static Schema schema(String fields) {
    return SchemaParser.parse(json("{'fields':[" + fields + "]}")).schema();
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}
