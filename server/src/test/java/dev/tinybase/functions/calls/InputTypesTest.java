package dev.tinybase.functions.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every type that the documentation names can be the input of a function, wherever it runs. */
@ParameterizedClass
@EnumSource(Isolation.class)
class InputTypesTest {
  @SuppressWarnings("NullAway.Init") // made before each round of tests
  private static FunctionServer server;

  @SuppressWarnings("NullAway.Init") // the round's
  @Parameter
  Isolation isolation;

  @BeforeParameterizedClassInvocation
  static void start(Isolation isolation) {
    server =
        FunctionServer.start(
            Engine.SQLITE,
            "functions.isolation",
            isolation.name().toLowerCase(Locale.ROOT),
            "functions.workers",
            "1");
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a_record      | Line                       | {"item":"a","count":2,"size":"LARGE"}
          a_list        | List<String>               | ["a","b"]
          empty_list    | List<String>               | []
          of_records    | List<Line>                 | [{"item":"a","count":2,"size":null}]
          a_set         | Set<Integer>               | [1,2]
          a_sorted_set  | SortedSet<String>          | ["a","b"]
          an_array      | int[]                      | [1,2]
          of_lists      | List<List<Integer>>        | [[1],[2,3]]
          a_map         | Map<String, Integer>       | {"a":1}
          by_number     | Map<Integer, String>       | {"1":"a"}
          by_enum       | Map<Size, String>          | {"LARGE":"a"}
          a_text        | String                     | "a"
          empty_text    | String                     | ""
          an_int        | int                        | 5
          a_long        | long                       | 9007199254740993
          a_double      | double                     | 1.5
          a_decimal     | BigDecimal                 | 0.10
          an_integer    | java.math.BigInteger       | 123456789012345678901234567890
          a_boolean     | boolean                    | true
          an_enum       | Size                       | "LARGE"
          a_uuid        | UUID                       | "0190a1b2-0000-7000-8000-000000000001"
          bytes         | byte[]                     | "AQI="
          an_instant    | Instant                    | "2026-11-22T10:00:00Z"
          a_date        | LocalDate                  | "2026-11-22"
          a_time        | LocalTime                  | "10:00:01"
          date_time     | LocalDateTime              | "2026-11-22T10:00:01"
          offset_time   | OffsetDateTime             | "2026-11-22T10:00:00+01:00"
          a_duration    | Duration                   | "PT5M"
          a_period      | Period                     | "P1M"
          a_year        | Year                       | 2026
          year_month    | YearMonth                  | "2026-11"
          month_day     | MonthDay                   | "--11-22"
          a_zone        | ZoneId                     | "Europe/Vienna"
          a_sealed      | Payment                    | {"type":"card","number":"1"}
          of_sealed     | List<Payment>              | [{"type":"card","number":"1"},{"type":"cash"}]
          some          | Optional<String>           | "a"
          some_list     | Optional<List<Integer>>    | [1]
          any_object    | Object                     | {"a":1}
          any_list      | Object                     | [1,"a",null]
          any_text      | Object                     | "a"
          any_number    | Object                     | 5
          """)
  void a_type_of_the_documentation_is_callable(String name, String type, String value) {
    server.sources(name, source(name, type));
    var reply = server.http().post("/api/functions/" + name, value);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    var json = reply.json();
    assertThat(json.path("status").asString()).as(reply.text()).isEqualTo("succeeded");
    assertThat(json.path("result")).isEqualTo(Json.parse(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          decimal_text  | BigDecimal                 | "0.10"                     | 0.10
          integer_text  | java.math.BigInteger       | "123456789012345678901"    | 123456789012345678901
          in_a_record   | Price                      | {"price":"12.30"}          | {"price":12.30}
          """)
  void a_number_that_keeps_its_digits_may_be_a_text(
      String name, String type, String value, String result) {
    server.sources(name, source(name, type));
    var reply = server.http().post("/api/functions/" + name, value);
    assertThat(reply.json().path("status").asString()).as(reply.text()).isEqualTo("succeeded");
    assertThat(reply.json().path("result")).isEqualTo(Json.parse(result));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          record_only   | Line                       | [1]
          map_only      | Map<String, Integer>       | "a"
          sealed_only   | Payment                    | 5
          """)
  void a_function_of_objects_refuses_other_bodies(String name, String type, String value) {
    server.sources(name, source(name, type));
    var reply = server.http().post("/api/functions/" + name, value);
    assertThat(reply.status()).as(reply.text()).isEqualTo(422);
    assertThat(reply.text()).contains("must be a JSON object");
    assertThat(server.http().post("/api/functions/nobody", value).status()).isEqualTo(422);
  }

  @Test
  void a_list_may_be_the_input_of_a_call_that_nobody_waits_for() {
    server.sources("later", source("later", "List<String>"));
    var id = server.user("later@example.com").post("/api/functions/later?async=true", "[\"a\"]");
    assertThat(id.status()).as(id.text()).isEqualTo(202);
    var path = "/api/functions/calls/" + id.json().path("call_id").asString();
    Eventually.until(
        "it has ended",
        () ->
            server
                .user("later@example.com")
                .get(path)
                .text()
                .replace(" ", "")
                .contains("\"status\":\"succeeded\",\"result\":[\"a\"]"));
  }

  private static String source(String name, String type) {
    return """
    import dev.tinybase.sdk.*;
    import java.math.BigDecimal;
    import java.time.*;

    enum Size { LARGE }
    record Line(String item, int count, Size size) {}
    record Price(BigDecimal price) {}
    sealed interface Payment {}
    record Card(String number) implements Payment {}
    record Cash() implements Payment {}

    @Register(name = "%1$s", auth = Auth.PUBLIC)
    %2$s %1$s(%2$s input) {
      return input;
    }
    """
        .formatted(name, type);
  }
}
