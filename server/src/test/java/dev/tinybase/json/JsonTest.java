package dev.tinybase.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.errors.Problem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonToken;

class JsonTest {
  private static final String[] LIBRARY = {
    "Feature", "Constraints", "JsonToken", "jackson", "ObjectNode", "BigDecimal", "REDACTED"
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {             | ends too early
          [1,           | ends too early
          {"a":         | ends too early
          "abc          | ends too early
          "a\\          | ends too early
          1e            | ends too early
          -             | ends too early
          {"a":1]       | ']' closes nothing
          ]             | ']' closes nothing
          "\\u12G4"     | four hexadecimal digits
          "\\q"         | \\ stands before 'q' in a text
          tru           | 'tru' is no value
          True          | 'True' is no value
          NaN           | NaN is no number of JSON
          -Infinity     | -Infinity is no number of JSON
          +1            | begins with a plus sign
          -a            | lacks a digit
          1.            | lacks a digit
          1.a           | lacks a digit
          .5            | a value must stand here, not '.'
          01            | begins with a zero
          0x10          | more after its end
          1 2           | more after its end
          {} {}         | more after its end
          [1 2]         | a comma must stand here, not '2'
          {"a":1 "b":2} | a comma must stand here
          [1,,2]        | a value must stand here, not ','
          [1,]          | a value must stand here, not ']'
          {,}           | a key in double quotes must stand here, not ','
          {a:1}         | a key in double quotes must stand here, not 'a'
          {"a":1,}      | a key in double quotes must stand here, not '}'
          {"a" 1}       | a colon must stand here, not '1'
          {"a":1,"a":2} | the key 'a' stands twice
          /* c */1      | comments are not allowed
          <html>        | a value must stand here, not '<'
          1e2147483648  | more than 1000 digits
          1e99999999999 | more than 1000 digits
          [-1e-99999999999] | more than 1000 digits
          1e2147483647  | more than 1000 digits
          "\\ud800"     | unpaired surrogate
          "\\u0000"     | NUL
          """)
  void a_malformed_text_is_told_in_our_words(String text, String words) {
    assertRefused(text, words);
  }

  @Test
  void control_characters_and_sizes_are_told_in_our_words() {
    assertRefused("\"a\nb\"", "holds the control character 10");
    assertRefused("{\u0001}", "the control character 1 stands here");
    assertRefused("\0", "the control character 0 stands here");
    assertRefused("1\0", "more after its end");
    assertRefused("9".repeat(1_001), "more than 1000 digits");
    assertRefused("1e" + "9".repeat(1_001), "more than 1000 digits");
    assertRefused("[".repeat(101), "more than 100 levels");
    assertRefused("{\"" + "k".repeat(50_001) + "\":1}", "a key is longer than 50000 characters");
  }

  @Test
  void bytes_that_are_no_utf_8_are_refused() {
    int[][] cases = {
      {0xff},
      {0xc0, 0xae},
      {'"', 0xc0, 0xae, '"'},
      {'"', 0xed, 0xa0, 0x80, '"'},
      {'"', 0xe2, '"'},
      {'"', 0xf4, 0x90, 0x80, 0x80, '"'},
      {0xfe, 0xff, 0, '1'},
      {'"', 0x80, '"'}
    };
    for (var bytes : cases) {
      var utf8 = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        utf8[i] = (byte) bytes[i];
      }
      assertThat(refusal(() -> Json.parse(utf8)).detail()).contains("it is not UTF-8");
    }
  }

  @Test
  void a_mark_at_the_beginning_of_utf_8_is_skipped() {
    assertThat(Json.parse("\ufeff{\"a\":\"é\"}".getBytes(UTF_8)).path("a").stringValue())
        .isEqualTo("é");
  }

  @Test
  void what_is_read_piece_by_piece_is_guarded_too() {
    var parser = Json.mapper().createParser("[1e99999999999]");
    assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
    assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_FLOAT);
    assertThat(refusal(() -> Json.reading(parser::readValueAsTree)).detail())
        .contains("more than 1000 digits");
  }

  private static void assertRefused(String text, String words) {
    assertRefused(refusal(() -> Json.parse(text)), words);
    assertRefused(refusal(() -> Json.parse(text.getBytes(UTF_8))), words);
  }

  private static void assertRefused(Problem problem, String words) {
    assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
    assertThat(problem.inputs().getFirst().type()).isEqualTo("json_invalid");
    assertThat(problem.detail()).startsWith("body: Invalid JSON: ").contains(words);
    assertThat(problem.detail()).doesNotContain(LIBRARY).doesNotContain("it is malformed");
  }

  private static Problem refusal(ThrowingCallable parse) {
    return catchThrowableOfType(Problem.class, parse);
  }
}
