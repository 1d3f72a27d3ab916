package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class FieldsTest {
  @Test
  void values_of_the_right_type_are_read() {
    var fields =
        fields(
            """
            {"name": "Ada", "on": true, "size": 7, "data": {"a": 1}, "tags": ["x"],
             "id": "01890a5d-ac96-774b-bcce-b302099a8057", "at": "2026-11-22T23:18:10+01:00"}
            """);

    assertThat(fields.text("name", 1, 10)).isEqualTo("Ada");
    assertThat(fields.bool("on")).isTrue();
    assertThat(fields.integer("size", 0, 10)).isEqualTo(7);
    assertThat(fields.object("data").path("a").intValue()).isEqualTo(1);
    assertThat(fields.optionalArray("tags").orElseThrow()).hasSize(1);
    assertThat(fields.uuid("id"))
        .isEqualTo(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"));
    assertThat(fields.optionalInstant("at")).contains(Instant.parse("2026-11-22T22:18:10Z"));
    fields.check();
  }

  @Test
  void all_errors_are_told_at_once_and_never_echo_the_value() {
    var fields =
        fields(
            """
            {"password": "secret", "on": 1, "size": 99999999999999999999, "part": 1.5,
             "data": [], "id": "not-a-uuid", "at": "yesterday"}
            """);
    fields.text("email", 1, 254);
    fields.text("password", 8, 1024);
    fields.bool("on");
    fields.integer("size", 0, 10);
    fields.integer("part", 0, 10);
    fields.object("data");
    fields.uuid("id");
    fields.optionalInstant("at");

    var problem = refusal(fields);

    assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
    assertThat(problem.inputs())
        .extracting(InputError::type)
        .containsExactly(
            "missing",
            "string_too_short",
            "bool_type",
            "int_range",
            "int_type",
            "dict_type",
            "uuid_parsing",
            "datetime_parsing");
    assertThat(problem.inputs().getFirst().loc()).containsExactly("body", "email");
    assertThat(problem.detail()).doesNotContain("secret");
  }

  @Test
  void a_length_counts_characters_not_code_units() {
    var fields = fields("{\"name\": \"\\ud83d\\ude00\\ud83d\\ude00\"}");
    assertThat(fields.text("name", 2, 2)).hasSize(4);
    fields.check();
  }

  @Test
  void absent_and_null_are_told_apart() {
    var fields = fields("{\"label\": null}");
    assertThat(fields.optionalText("label", 1, 10)).isEmpty();
    assertThat(fields.sent("label")).isTrue();
    assertThat(fields.isNull("label")).isTrue();
    assertThat(fields.sent("other")).isFalse();
    assertThat(fields.isNull("other")).isFalse();
    fields.check();
  }

  @Test
  void null_is_missing_where_a_value_is_required() {
    var fields = fields("{\"label\": null}");
    fields.text("label", 0, 10);
    assertThat(refusal(fields).inputs().getFirst().type()).isEqualTo("missing");
  }

  @Test
  void an_unknown_key_is_refused_with_the_nearest_known_one() {
    var fields = fields("{\"emial\": \"a@b.org\"}").only("email", "password");
    assertThat(refusal(fields).inputs().getFirst().msg())
        .isEqualTo("Unknown field 'emial'; did you mean 'email'?");
  }

  @Test
  void a_long_unknown_key_is_cut() {
    var fields = fields("{\"" + "k".repeat(5000) + "\": 1}").only("email");
    assertThat(refusal(fields).detail()).hasSizeLessThan(200);
  }

  private static Fields fields(String json) {
    return Fields.of((ObjectNode) Json.parse(json));
  }

  private static Problem refusal(Fields fields) {
    return catchThrowableOfType(Problem.class, fields::check);
  }
}
