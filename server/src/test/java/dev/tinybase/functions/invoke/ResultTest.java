package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Response;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTest {
  @TempDir Path folder;
  private Calls calls;

  @BeforeEach
  void start() {
    calls = new Calls(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          null                                    | null
          "ä\\n"                                  | 'ä\\n'
          3.0                                     | 3.0
          5_000_000_000L                          | 5000000000
          new BigDecimal("1.10")                  | 1.10
          List.of(1, "a", true)                   | [1,'a',true]
          new TreeMap<>(Map.of(1, "a", 2, "b"))   | {'1':'a','2':'b'}
          Optional.of("a")                        | 'a'
          Optional.empty()                        | null
          new Pair(1, Optional.empty())           | {'a':1,'b':null}
          new Empty()                             | {}
          Thread.State.NEW                        | 'NEW'
          LocalDate.of(2026, 11, 22)              | '2026-11-22'
          LocalTime.of(10, 0)                     | '10:00:00'
          Instant.EPOCH                           | '1970-01-01T00:00:00Z'
          Duration.ofMinutes(5)                   | 'PT5M'
          ZoneId.of("Europe/Vienna")              | 'Europe/Vienna'
          Year.of(2026)                           | 2026
          new byte[] {1, 2}                       | 'AQI='
          new Cat("Tom")                          | {'type':'cat','name':'Tom'}
          List.of(new Cat("Tom"), new Dog())      | [{'type':'cat','name':'Tom'},{'type':'dog'}]
          new Own("cow", 1)                       | {'type':'cow','legs':1}
          List.of(new int[] {1}, Set.of(2))       | [[1],[2]]
          """)
  void a_result_is_written_as_json(String expression, String expected) {
    assertThat(result(expression)).isEqualTo(expected.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Double.NaN                          | NaN and Infinity are no numbers in JSON
          new double[] {1, 1 / 0.0}           | NaN and Infinity are no numbers in JSON
          List.of(Float.POSITIVE_INFINITY)    | NaN and Infinity are no numbers in JSON
          new Pair(Double.NaN, null)          | NaN and Infinity are no numbers in JSON
          cycle()                             | depth
          new float[] {0 / 0f}                | NaN and Infinity are no numbers in JSON
          new Failing()                       | sorry
          """)
  void what_is_no_json_fails_with_the_reason(String expression, String reason) {
    assertThatThrownBy(() -> result(expression))
        .isInstanceOfSatisfying(
            FunctionFailure.class, it -> assertThat(it.type()).isEqualTo("ResultError"))
        .hasMessageStartingWith("The result is no JSON: ")
        .hasMessageContaining(reason);
  }

  @Test
  void nothing_is_null() {
    assertThat(calls.call(calls.function("@Register(name = \"f\") void f() {}"), "{}"))
        .isEqualTo("null");
  }

  @Test
  void an_answer_of_its_own_stays_as_it_is() {
    var function =
        calls.function(
            "@Register(name = \"f\") Response f() { return Response.text(\"x\").withStatus(201); }");

    assertThat(calls.invoke(function, new Input.Json(Json.object())))
        .isInstanceOfSatisfying(
            CallResult.Http.class,
            raw ->
                assertThat(raw.response())
                    .extracting(Response::status, Response::headers)
                    .containsExactly(
                        201, Map.of("Content-Type", List.of("text/plain; charset=utf-8"))));
  }

  private String result(String expression) {
    return calls.call(
        calls.function(
            """
            record Pair(Object a, Optional<String> b) {}
            record Empty() {}
            record Failing() { public String name() { return ""; } public int getX() { throw new IllegalStateException("sorry"); } }
            sealed interface Animal {}
            record Cat(String name) implements Animal {}
            record Dog() implements Animal {}
            record Own(String type, int legs) implements Animal {}
            Object cycle() {
              var list = new ArrayList<Object>();
              list.add(list);
              return list;
            }
            @Register(name = "f") Object f() { return %s; }
            """
                .formatted(expression)),
        "{}");
  }
}
