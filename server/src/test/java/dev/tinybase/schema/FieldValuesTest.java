package dev.tinybase.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          string        | "a\\u00e9"                    | "aé"
          string        | ""                            | ""
          integer       | 9223372036854775807           | 9223372036854775807
          integer       | -9223372036854775808          | -9223372036854775808
          integer       | 5.0                           | 5
          integer       | 1e3                           | 1000
          number        | 1                             | 1.0
          number        | 1.5e3                         | 1500.0
          number        | -0.0                          | 0.0
          decimal       | "1.50"                        | "1.5"
          decimal       | 1.10                          | "1.1"
          decimal       | "-0.0"                        | "0"
          decimal       | "1e3"                         | "1000"
          decimal       | 0.0000000000000000000000000000000000000001 | "0.0000000000000000000000000000000000000001"
          boolean       | true                          | true
          date          | "2024-02-29"                  | "2024-02-29"
          date          | "0001-01-01"                  | "0001-01-01"
          datetime      | "2026-11-22T22:18:10Z"        | "2026-11-22T22:18:10Z"
          datetime      | "2026-11-22t22:18:10.5z"      | "2026-11-22T22:18:10.500Z"
          datetime      | "2026-11-22 22:18:10+02:30"   | "2026-11-22T19:48:10Z"
          datetime      | "2026-11-22T22:18:10.123456789Z" | "2026-11-22T22:18:10.123456Z"
          datetime      | "2026-01-01T00:30:00+01:00"   | "2025-12-31T23:30:00Z"
          json          | {"a": [1, null]}              | {"a":[1,null]}
          json          | 1.10                          | 1.10
          object        | {"a": 1}                      | {"a":1}
          list          | [1, "a", null, {}]            | [1,"a",null,{}]
          list[string]  | ["a", "b"]                    | ["a","b"]
          list[integer] | []                            | []
          list[number]  | [1, 2.5]                      | [1.0,2.5]
          """)
  void a_value_is_kept_in_its_canonical_form(String type, String json, String canonical) {
    assertThat(Json.text(FieldValues.node(FieldValues.read(type(type), Json.parse(json), false))))
        .isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          string        | 5                             | wrong_type     | must be a string, not an integer
          string        | true                          | wrong_type     | not a boolean
          integer       | 1.5                           | wrong_type     | must be an integer, not a fractional number
          integer       | "1"                           | wrong_type     | must be an integer, not a string
          integer       | true                          | wrong_type     | must be an integer
          integer       | 9223372036854775808           | out_of_range   | 64 bits
          integer       | 1e900                         | out_of_range   | 64 bits
          number        | "1"                           | wrong_type     | must be a number
          number        | 1e400                         | out_of_range   | at most 1.797
          number        | -1e999                        | out_of_range   | at most 1.797
          decimal       | true                          | wrong_type     | must be a decimal number
          decimal       | "1,5"                         | wrong_type     | must be a decimal number
          decimal       | "NaN"                         | wrong_type     | must be a decimal number
          decimal       | ""                            | wrong_type     | must be a decimal number
          decimal       | "١"                           | wrong_type     | must be a decimal number
          decimal       | 1e41                          | out_of_range   | 40 digits
          decimal       | "1e999999999"                 | out_of_range   | 40 digits
          decimal       | "1e-999999999"                | out_of_range   | 40 digits
          decimal       | 12345678901234567890123456789012345678901 | out_of_range | 40 digits
          boolean       | 1                             | wrong_type     | must be true or false
          boolean       | "true"                        | wrong_type     | must be true or false
          date          | "2026-02-29"                  | invalid_format | must be a date such as
          date          | "2026-1-1"                    | invalid_format | must be a date such as
          date          | "0000-01-01"                  | invalid_format | must be a date such as
          date          | "2026-01-01T00:00:00Z"        | invalid_format | must be a date such as
          date          | 20260101                      | wrong_type     | must be a date
          datetime      | "2026-11-22T22:18:10"         | invalid_format | offset
          datetime      | "2026-11-22"                  | invalid_format | RFC 3339
          datetime      | "2026-11-22T22:18Z"           | invalid_format | RFC 3339
          datetime      | "2026-11-22T24:00:00Z"        | invalid_format | RFC 3339
          datetime      | "2026-11-22T22:18:60Z"        | invalid_format | RFC 3339
          datetime      | "2026-11-22T22:18:10.Z"       | invalid_format | RFC 3339
          datetime      | "2026-11-22T22:18:10+2:00"    | invalid_format | RFC 3339
          datetime      | "2026-11-22T22:18:10+24:00"   | invalid_format | RFC 3339
          datetime      | "0001-01-01T00:00:00+01:00"   | invalid_format | RFC 3339
          datetime      | "9999-12-31T23:59:59-01:00"   | invalid_format | RFC 3339
          datetime      | 1700000000                    | wrong_type     | must be a time
          object        | []                            | wrong_type     | must be an object, not a list
          object        | "{}"                          | wrong_type     | must be an object
          list          | {}                            | wrong_type     | must be a list, not an object
          list          | "a"                           | wrong_type     | must be a list
          list[string]  | ["a", 1]                      | wrong_type     | item 1 must be a string
          list[integer] | [null]                        | wrong_type     | item 0 must be an integer, not null
          """)
  void a_value_of_another_type_is_refused(String type, String json, String code, String reason) {
    assertBad(type(type), json, false, code, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          integer       | " 12 "      | 12
          integer       | "1.0"       | 1
          integer       | 1.0         | 1
          integer       | true        | 1
          integer       | 1e3         | 1000
          number        | "1.5"       | 1.5
          number        | true        | 1.0
          decimal       | " 1.50 "    | "1.5"
          boolean       | "Yes"       | true
          boolean       | "off"       | false
          boolean       | "T"         | true
          boolean       | 0           | false
          boolean       | 1.0         | true
          boolean       | "1"         | true
          date          | " 2026-01-02 " | "2026-01-02"
          datetime      | "2026-01-02" | "2026-01-02T00:00:00Z"
          datetime      | "2026-01-02T03:04:05" | "2026-01-02T03:04:05Z"
          list[integer] | ["1", true] | [1,1]
          """)
  void leniently_what_plainly_means_the_same_is_taken(String type, String json, String canonical) {
    assertThat(Json.text(FieldValues.node(FieldValues.read(type(type), Json.parse(json), true))))
        .isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          integer | "1.5"  | wrong_type
          integer | 1.5    | wrong_type
          integer | "1e99" | out_of_range
          integer | "nan"  | wrong_type
          number  | "nan"  | wrong_type
          number  | "inf"  | wrong_type
          number  | "1e400" | out_of_range
          boolean | 2      | wrong_type
          boolean | "si"   | wrong_type
          string  | 5      | wrong_type
          list    | "a"    | wrong_type
          object  | []     | wrong_type
          """)
  void leniently_the_rest_is_refused(String type, String json, String code) {
    assertBad(type(type), json, true, code, "must be");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'type':'string','min_length':2                | "é"     | too_short        | at least 2 characters, has 1
          'type':'string','max_length':1                | "ab"    | too_long         | at most 1 character, has 2
          'type':'string','pattern':'^[a-z]+$'          | "A"     | pattern_mismatch | must match the pattern ^[a-z]+$
          'type':'string','values':['a','b']            | "c"     | not_in_values    | must be one of a, b
          'type':'string','format':'email'              | "ann"   | invalid_format   | e-mail address
          'type':'string','format':'email'              | "a b@x.org" | invalid_format | e-mail address
          'type':'string','format':'url'                | "ftp://x" | invalid_format | https://
          'type':'string','format':'url'                | "javascript:alert(1)" | invalid_format | https://
          'type':'string','format':'uuid'               | "123"   | invalid_format   | UUID
          'type':'string','format':'slug'               | "A b"   | invalid_format   | slug
          'type':'integer','min':1                      | 0       | too_small        | at least 1
          'type':'integer','max':1                      | 2       | too_large        | at most 1
          'type':'number','min':0.5                     | 0.4     | too_small        | at least 0.5
          'type':'decimal','max':'0.1'                  | "0.11"  | too_large        | at most 0.1
          'type':'list','min_length':1                  | []      | too_short        | at least 1 item
          'type':'list','max_length':1                  | [1,2]   | too_long         | at most 1 item
          'type':'list[string]','items':{'max_length':1} | ["ab"] | too_long         | item 0 must have at most 1 character
          """)
  void a_value_that_breaks_a_constraint_is_refused(
      String spec, String json, String code, String reason) {
    assertBad(spec(spec), json, false, code, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'type':'string','max_length':1                | "😀"
          'type':'string','pattern':'b'                 | "abc"
          'type':'string','format':'email'              | "ann.o'neil+x@mail.example.org"
          'type':'string','format':'url'                | "https://example.org/a?b=c#d"
          'type':'string','format':'uuid'               | "0198A3C4-7c1e-7b5f-9a51-3f0f5a0f1c2d"
          'type':'string','format':'slug'               | "my-first-post-2"
          'type':'integer','min':1,'max':1              | 1
          'type':'decimal','min':'0.1','max':'0.1'      | "0.10"
          """)
  void a_value_within_its_constraints_is_taken(String spec, String json) {
    assertThat(FieldValues.read(spec(spec), Json.parse(json), false)).isNotNull();
  }

  private static void assertBad(
      FieldType type, String json, boolean coerce, String code, String reason) {
    assertThatThrownBy(() -> FieldValues.read(type, Json.parse(json), coerce))
        .isInstanceOfSatisfying(
            InvalidValue.class,
            bad -> {
              assertThat(bad.code()).isEqualTo(code);
              assertThat(bad.reason()).contains(reason);
            });
  }

  private static FieldType type(String word) {
    return spec("'type':'" + word + "'");
  }

  private static FieldType spec(String spec) {
    var json = ("{'fields':[{'name':'f'," + spec + "}]}").replace('\'', '"');
    return SchemaParser.parse(Json.parse(json)).schema().fields().getFirst().type();
  }
}
