package dev.tinybase.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import org.junit.jupiter.api.Test;

class VisibilityTest {
  private static final Schema SCHEMA =
      SchemaParser.parse(
              Json.parse(
                  """
                  {"fields": [
                    {"name": "title", "type": "string"},
                    {"name": "secret", "type": "string", "hidden": true},
                    {"name": "state", "type": "string", "read_only": true}]}
                  """))
          .schema();

  @Test
  void admins_know_and_set_every_field() {
    var admins = SCHEMA.visibility(true);

    assertThat(admins.names()).containsExactly("title", "secret", "state");
    assertThat(admins.readable()).isEqualTo(SCHEMA.fields());
    assertThat(admins.filterable("secret")).isEqualTo(SCHEMA.field("secret"));
    assertThat(admins.isWritable(SCHEMA.position("state"))).isTrue();
  }

  @Test
  void a_hidden_field_is_for_others_one_that_does_not_exist() {
    var everybody = SCHEMA.visibility(false);
    int secret = SCHEMA.position("secret");

    assertThat(everybody.names()).containsExactly("title", "state");
    assertThat(everybody.filterable("secret")).isNull();
    assertThat(everybody.knows("secret")).isFalse();
    assertThat(everybody.isReadable(secret)).isFalse();
    assertThat(everybody.isWritable(secret)).isFalse();
  }

  @Test
  void others_see_read_only_fields_and_do_not_set_them() {
    var everybody = SCHEMA.visibility(false);
    int state = SCHEMA.position("state");

    assertThat(everybody.isReadable(state)).isTrue();
    assertThat(everybody.isWritable(state)).isFalse();
  }

  @Test
  void the_columns_of_the_system_are_known_to_all() {
    assertThat(SCHEMA.visibility(false).knows("created_at")).isTrue();
    assertThat(SCHEMA.visibility(false).knows("created")).isFalse();
  }

  @Test
  void it_is_made_once_for_a_schema() {
    assertThat(SCHEMA.visibility(false)).isSameAs(SCHEMA.visibility(false));
  }
}
