package dev.tinybase.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class RecordValidatorTest {
  /** What becomes of a field that is absent or null, by its attributes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'type':'string','required':true                   | required | null_not_allowed
          'type':'string','required':true,'default':'d'     | "d"      | null_not_allowed
          'type':'string','required':true,'nullable':true   | required | null
          'type':'string','default':'d'                     | "d"      | null_not_allowed
          'type':'string','default':'d','nullable':true     | "d"      | null
          'type':'string'                                   | null     | null
          'type':'integer'                                  | null     | null
          'type':'json'                                     | null     | null
          'type':'json','required':true                     | required | null_not_allowed
          'type':'list'                                     | []       | null_not_allowed
          'type':'list[integer]'                            | []       | null_not_allowed
          'type':'list','nullable':true                     | []       | null
          'type':'list','default':[1]                       | [1]      | null_not_allowed
          'type':'list','required':true                     | required | null_not_allowed
          'type':'object'                                   | {}       | null_not_allowed
          'type':'object','nullable':true                   | {}       | null
          """)
  void missing_and_null(String spec, String missing, String ofNull) {
    assertThat(outcome(spec, "{}")).isEqualTo(missing);
    assertThat(outcome(spec, "{'f':null}")).isEqualTo(ofNull);
  }

  @Test
  void every_problem_comes_at_once() {
    var validator =
        validator("{'name':'a','required':true},{'name':'b','type':'int'},{'name':'c'}");

    assertThat(
            errors(() ->
                validator.create(
                    json("{'b':'x','cc':1,'c':2}"), validator.schema().visibility(false))))
        .extracting(FieldError::field, FieldError::code)
        .containsExactlyInAnyOrder(
            tuple("a", "required"),
            tuple("b", "wrong_type"),
            tuple("c", "wrong_type"),
            tuple("cc", "unknown_field"));
  }

  @Test
  void a_flood_of_unknown_keys_is_told_in_part() {
    var data = Json.object();
    for (int i = 0; i < 300_000; i++) {
      data.put("key" + i, i);
    }
    var validator = validator("{'name':'a','required':true}");

    assertThat(errors(() -> validator.create(data, validator.schema().visibility(false))))
        .hasSizeBetween(100, 101);
    assertThat(errors(() -> validator.patch(data, validator.schema().visibility(false))))
        .hasSize(100);
  }

  @Test
  void an_unknown_key_is_refused_with_the_nearest_or_ignored() {
    var strict = validator("{'name':'title'}");
    assertThat(
            errors(() -> strict.create(json("{'titel':1}"), strict.schema().visibility(false)))
                .getFirst()
                .message())
        .isEqualTo("no such field; did you mean 'title'?");

    var loose = new RecordValidator(schema("{'name':'title'}"), false, true, Map.of());
    assertThat(loose.create(json("{'titel':1,'title':'x'}"), loose.schema().visibility(false)))
        .containsExactly("x");
  }

  @Test
  void hidden_fields_do_not_exist_for_others_than_admins() {
    var validator = validator("{'name':'secret','hidden':true,'default':'s'},{'name':'a'}");

    assertThat(
            errors(() ->
                validator.create(json("{'secret':'x'}"), validator.schema().visibility(false))))
        .isEqualTo(
            errors(() ->
                validator.create(json("{'secret':'x'}"), validator.schema().visibility(false))));
    assertThat(
            errors(() ->
                    validator.create(json("{'secre':'x'}"), validator.schema().visibility(false)))
                .getFirst()
                .message())
        .isEqualTo("no such field");
    assertThat(
            errors(() ->
                    validator.create(json("{'secret':'x'}"), validator.schema().visibility(false)))
                .getFirst()
                .code())
        .isEqualTo("unknown_field");
    assertThat(validator.create(json("{'secret':'x'}"), validator.schema().visibility(true)))
        .containsExactly("x", null);
    assertThat(validator.create(json("{}"), validator.schema().visibility(false)))
        .containsExactly("s", null);
  }

  @Test
  void a_required_field_that_the_caller_may_not_write_is_not_asked_for() {
    var validator = validator("{'name':'state','read_only':true,'default':'new'},{'name':'a'}");

    assertThat(validator.create(json("{'a':'x'}"), validator.schema().visibility(false)))
        .containsExactly("new", "x");
    assertThat(
            errors(() ->
                validator.create(json("{'state':'x'}"), validator.schema().visibility(false))))
        .containsExactly(new FieldError("state", "read_only", "can be set by admins only"));
    assertThat(validator.create(json("{'state':'x'}"), validator.schema().visibility(true)))
        .containsExactly("x", null);
  }

  @Test
  void a_replacement_resets_what_it_leaves_out_but_keeps_what_it_may_not_write() {
    var validator =
        validator(
            "{'name':'a','default':'d'},{'name':'b'},{'name':'state','read_only':true},{'name':'secret','hidden':true}");
    var current = new @Nullable Object[] {"1", "2", "3", "4"};

    assertThat(validator.replace(json("{'b':'x'}"), current, validator.schema().visibility(false)))
        .containsExactly("d", "x", "3", "4");
    assertThat(validator.replace(json("{'b':'x'}"), current, validator.schema().visibility(true)))
        .containsExactly("d", "x", null, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'type':'integer'            | 5         | {'$inc':2}            | 7
          'type':'integer'            | 5         | {'$inc':-2}           | 3
          'type':'integer'            | null      | {'$inc':2}            | 2
          'type':'integer'            | 9223372036854775807 | {'$inc':1}  | out_of_range
          'type':'integer','max':6    | 5         | {'$inc':2}            | too_large
          'type':'integer','min':1    | 5         | {'$inc':-2}           | 3
          'type':'integer'            | 5         | {'$inc':1.5}          | wrong_type
          'type':'integer'            | 5         | {'$inc':'1'}          | wrong_type
          'type':'integer'            | 5         | {'$inc':null}         | wrong_type
          'type':'integer'            | 5         | {'$incr':1}           | unknown_operator
          'type':'integer'            | 5         | {'$inc':1,'x':2}      | wrong_type
          'type':'integer'            | 5         | {}                    | wrong_type
          'type':'number'             | 1.5       | {'$inc':1}            | 2.5
          'type':'number'             | 1e308     | {'$inc':1e308}        | out_of_range
          'type':'decimal'            | "0.1"     | {'$inc':'0.20'}       | "0.3"
          'type':'decimal'            | "9999999999999999999999999999999999999999" | {'$inc':1} | out_of_range
          'type':'list'               | [1]       | {'$append':[2,3]}     | [1,2,3]
          'type':'list','nullable':true | null    | {'$append':[2]}       | [2]
          'type':'list','max_length':2 | [1]      | {'$append':[2,3]}     | too_long
          'type':'list[string]'       | ["a"]     | {'$append':[1]}       | wrong_type
          'type':'list[number]'       | [1.0,2.0] | {'$remove':[1]}       | [2.0]
          'type':'list'               | [1,{"a":1},1,"x"] | {'$remove':[1,{'a':1}]} | ["x"]
          'type':'list','min_length':1 | [1]      | {'$remove':[1]}       | too_short
          'type':'list'               | [1]       | {'$append':2}         | wrong_type
          'type':'string'             | "a"       | {'$append':['x']}     | wrong_type
          'type':'object'             | {}        | {'$inc':1}            | {"$inc":1}
          'type':'string'             | "a"       | 'b'                   | "b"
          """)
  void a_patch_sets_adds_appends_and_removes(
      String spec, String current, String change, String expected) {
    var validator = validator("{'name':'other'},{'name':'f'," + spec + "}");
    var type = validator.schema().fields().get(1).type();
    var node = Json.parse(current);
    var now = node.isNull() ? null : FieldValues.convert(type, node, false);
    try {
      var patch =
          validator.patch(json("{'f':" + change + "}"), validator.schema().visibility(false));
      assertThat(patch.positions()).containsExactly(1);
      var values = patch.values(new @Nullable Object[] {"o", now});
      assertThat(Json.text(FieldValues.node(values[0]))).isEqualTo(expected);
    } catch (Problem problem) {
      assertThat(problem.errors()).extracting(FieldError::code).containsExactly(expected);
    }
  }

  @Test
  void a_patch_of_plain_values_needs_no_present_ones() {
    var validator = validator("{'name':'a'},{'name':'n','type':'int'}");

    assertThat(validator.patch(json("{'a':'x'}"), validator.schema().visibility(false)).relative())
        .isFalse();
    assertThat(validator.patch(json("{'a':'x'}"), validator.schema().visibility(false)).values())
        .containsExactly("x");
    assertThat(
            validator
                .patch(json("{'n':{'$inc':1}}"), validator.schema().visibility(false))
                .relative())
        .isTrue();
    assertThat(validator.patch(json("{}"), validator.schema().visibility(false)).positions())
        .isEmpty();
    assertThat(
            errors(
                () -> validator.patch(json("{'a':1,'b':2}"), validator.schema().visibility(false))))
        .hasSize(2);
  }

  @Test
  void a_text_in_an_index_has_a_bound_in_bytes() {
    var validator = new RecordValidator(schema("{'name':'a'}"), false, false, Map.of("a", 6));

    assertThat(
            validator.create(
                json("{'a':'éééxx'}".replace("xx", "")), validator.schema().visibility(false)))
        .containsExactly("ééé");
    assertThat(
            errors(() ->
                    validator.create(json("{'a':'ééééé'}"), validator.schema().visibility(false)))
                .getFirst()
                .code())
        .isEqualTo("too_long");
  }

  private static String outcome(String spec, String data) {
    try {
      var strict = validator("{'name':'f'," + spec + "}");
      var values = strict.create(json(data), strict.schema().visibility(false));
      return Json.text(FieldValues.node(values[0]));
    } catch (Problem problem) {
      assertThat(problem.kind().status()).isEqualTo(400);
      assertThat(problem.code()).isEqualTo("validation_failed");
      return problem.errors().getFirst().code();
    }
  }

  private static List<FieldError> errors(ThrowingCallable call) {
    var found = new ArrayList<FieldError>();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Problem.class, problem -> found.addAll(problem.errors()));
    return found;
  }

  private static RecordValidator validator(String fields) {
    return new RecordValidator(schema(fields), false, false, Map.of());
  }

  private static Schema schema(String fields) {
    return SchemaParser.parse(json("{'fields':[" + fields + "]}")).schema();
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }
}
