package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTest {
  private static final String ORDER =
      """
      enum Format { SMALL, LARGE }
      sealed interface Payment permits Card, Transfer {}
      record Card(String number) implements Payment {}
      record Transfer(@NotBlank String iban) implements Payment {}
      record Line(@NotNull String item, @Min(1) int quantity, Optional<Format> size) {}
      record Order(
          @Size(min = 1, max = 3) List<Line> lines,
          Map<String, @Positive Integer> discounts,
          Payment payment,
          LocalDate on,
          Set<@NotBlank String> tags) {}

      @Register(name = "f") Order f(Order order) { return order; }
      """;

  @TempDir Path folder;
  private Calls calls;

  @BeforeEach
  void start() {
    calls = new Calls(folder);
  }

  @Test
  void everything_comes_back_as_it_was_sent() {
    var order =
        "{'lines':[{'item':'pen','quantity':2,'size':'LARGE'},{'item':'ink','quantity':1,'size':null}],"
            + "'discounts':{'pen':5},'payment':{'type':'transfer','iban':'AT1'},"
            + "'on':'2026-11-22','tags':['a','b']}";

    assertThat(calls.call(calls.function(ORDER), order)).isEqualTo(order.replace('\'', '"'));
  }

  @Test
  void an_input_is_checked_without_a_run() {
    var function =
        calls.function(
            """
            record In(@Min(1) int x) {
              In {
                if (x == 13) throw new IllegalArgumentException("brings bad luck");
                if (x == 14) throw new IllegalStateException("a fault of the author's");
              }
            }
            @Register(name = "f") int f(In in) { throw new AssertionError("has run"); }
            """);

    function.check(json("{'x':2}"));
    function.check(json("{'x':14}"));
    for (var wrong : List.of("{'x':0}", "{}", "{'y':1}", "[]", "{'x':13}")) {
      var refused = catchThrowableOfType(InvalidInput.class, () -> function.check(json(wrong)));
      var run = catchThrowableOfType(InvalidInput.class, () -> calls.invoke(function, json(wrong)));
      assertThat(refused).as(wrong).isNotNull();
      assertThat(refused.errors()).isEqualTo(run.errors());
    }
  }

  private static Input json(String payload) {
    return new Input.Json(Json.parse(payload.replace('\'', '"')));
  }

  @Test
  void all_problems_come_at_once_with_their_paths() {
    var order =
        "{'lines':[{'item':'pen','quantity':2},{'quantity':0,'siez':'LARGE'},{'item':1,'quantity':'2','size':'huge'}],"
            + "'discounts':{'pen':-5},'payment':{'type':'transfer','iban':' '},"
            + "'on':'yesterday','tags':['a','']}";

    assertThat(errors(calls.function(ORDER), order))
        .extracting(FieldError::field, FieldError::code)
        .containsExactlyInAnyOrder(
            tuple("lines[1].item", "required"),
            tuple("lines[1].quantity", "min"),
            tuple("lines[1].siez", "unknown_field"),
            tuple("lines[2].item", "wrong_type"),
            tuple("lines[2].quantity", "wrong_type"),
            tuple("lines[2].size", "not_in_values"),
            tuple("discounts.pen", "positive"),
            tuple("payment.iban", "not_blank"),
            tuple("on", "invalid_format"),
            tuple("tags", "not_blank"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          int                | 5                      | 5
          int                | 5.0                    | 5
          int                | 5.5                    | :must be a whole number, without a fraction
          int                | 3000000000             | :must be between -2147483648 and 2147483647
          int                | '5'                    | :must be a whole number, not a text
          int                | null                   | :an input is required
          long               | 9007199254740993       | 9007199254740993
          BigInteger         | 123456789012345678901234567890 | 123456789012345678901234567890
          double             | 1                      | 1.0
          double             | 1e400                  | :is too large a number
          float              | 1.5                    | 1.5
          BigDecimal         | 1.10                   | 1.10
          boolean            | true                   | true
          boolean            | 'true'                 | :must be true or false, not a text
          String             | 'x'                    | 'x'
          String             | 5                      | :must be a text, not a number
          char               | 'x'                    | 'x'
          char               | 'xy'                   | :must be one character
          UUID               | '0190a1b2-0000-7000-8000-000000000001' | '0190a1b2-0000-7000-8000-000000000001'
          UUID               | '1-1-1-1-1'            | :must be a UUID
          Instant            | '2026-11-22T10:00:00Z' | '2026-11-22T10:00:00Z'
          Instant            | 5                      | :must be a moment such as 2026-11-22T10:00:00Z, not a number
          LocalDate          | '2026-02-30'           | :must be a date such as 2026-11-22
          LocalTime          | '10:00:01'             | '10:00:01'
          Duration           | 'PT5M'                 | 'PT5M'
          Period             | 'P1M'                  | 'P1M'
          Year               | 2026                   | 2026
          YearMonth          | '2026-11'              | '2026-11'
          ZoneId             | 'Europe/Vienna'        | 'Europe/Vienna'
          OffsetDateTime     | '2026-11-22T10:00:00+01:00' | '2026-11-22T10:00:00+01:00'
          ZonedDateTime      | '2026-11-22T10:00:00+01:00' | '2026-11-22T10:00:00+01:00'
          byte[]             | 'AQI='                 | 'AQI='
          byte[]             | 'A!'                   | :must be bytes in Base64
          int[]              | [1,2]                  | [1,2]
          List<String>       | ['a']                  | ['a']
          List<String>       | ['a',null]             | [1]:must not be null
          List<String>       | 'a'                    | :must be a list, not a text
          List<Optional<String>> | ['a',null]         | ['a',null]
          Set<Integer>       | [1,1,2]                | [1,2]
          SortedSet<String>  | ['b','a']              | ['a','b']
          Map<Integer, String> | {'1':'a'}            | {'1':'a'}
          Map<Integer, String> | {'a':'a'}            | a:must have a whole number as its key
          Map<Thread.State, Boolean> | {'new':true}   | {'NEW':true}
          Map<String, Object> | {'a':[1,2.5,{'b':null}]} | {'a':[1,2.5,{'b':null}]}
          Object             | {'a':3.0,'b':12345678901} | {'a':3.0,'b':12345678901}
          Optional<String>   | {}                     | null
          Optional<String>   | null                   | null
          Optional<Integer>  | 5                      | 5
          Thread.State       | 'runnable'             | 'RUNNABLE'
          Thread.State       | 'runable'              | :must be one of NEW, RUNNABLE, BLOCKED, WAITING, TIMED_WAITING, TERMINATED; did you mean 'RUNNABLE'?
          String             | {}                     | :an input is required
          """)
  void a_value_is_read_as_its_type(String type, String payload, String expected) {
    var function =
        calls.function("@Register(name = \"f\") %s f(%s in) { return in; }".formatted(type, type));

    if (expected.contains(":") && !expected.startsWith("'") && !expected.startsWith("{")) {
      assertThat(errors(function, payload))
          .extracting(error -> error.field() + ":" + error.message())
          .containsExactly(expected);
    } else {
      assertThat(calls.call(function, payload)).isEqualTo(expected.replace('\'', '"'));
    }
  }

  @Test
  void constraints_on_the_parameter_itself_are_checked() {
    var function =
        calls.function(
            """
            @Register(name = "f")
            static int f(@Size(max = 2) List<@Min(3) Integer> numbers, Context ctx) { return 0; }
            """);

    assertThat(calls.call(function, "[3,4]")).isEqualTo("0");
    assertThat(errors(function, "[1,3,4]"))
        .extracting(FieldError::field, FieldError::message)
        .containsExactly(
            tuple("", "size must be between 0 and 2"),
            tuple("[0]", "must be greater than or equal to 3"));
  }

  @Test
  void constraints_are_checked_before_a_constructor_sees_the_values() {
    var function =
        calls.function(
            """
            record Name(@NotNull String text) { Name { text = text.strip(); } }
            @Register(name = "f") String f(Name name) { return name.text(); }
            """);

    assertThat(errors(function, "{}"))
        .containsExactly(new FieldError("text", "required", "must not be null"));
    assertThat(calls.call(function, "{'text':' a '}")).isEqualTo("\"a\"");
  }

  @Test
  void a_constructor_may_refuse_its_values() {
    var function =
        calls.function(
            """
            record Range(int from, int to) {
              Range { if (from > to) throw new IllegalArgumentException("from is after to"); }
            }
            record Ranges(List<Range> all) {}
            @Register(name = "f") int f(Ranges ranges) { return 0; }
            """);

    assertThat(errors(function, "{'all':[{'from':1,'to':2},{'from':2,'to':1}]}"))
        .containsExactly(new FieldError("all[1]", "invalid", "from is after to"));
  }

  @Test
  void a_constructor_that_stumbles_over_nothing_tells_nothing_of_its_code() {
    var function =
        calls.function(
            """
            record Name(String text) { Name { text = text.strip(); } }
            record Age(Integer years) { Age { Objects.requireNonNull(years, "years are needed"); } }
            record In(Name name, Age age) {}
            @Register(name = "f") int f(In in) { return 0; }
            """);

    assertThat(errors(function, "{'name':{},'age':{}}"))
        .containsExactly(
            new FieldError("name", "invalid", "is not complete"),
            new FieldError("age", "invalid", "years are needed"));
  }

  @Test
  void of_a_million_bad_elements_the_first_are_told() {
    var function =
        calls.function(
            """
            record In(Map<String, List<@Min(1) Integer>> a, List<@Min(1) Integer> b) {}
            @Register(name = "f") int f(In in) { return 0; }
            """);
    var many = "[1," + "0,".repeat(999_999) + "0]";

    assertThat(errors(function, "{'b':%s}".formatted(many)))
        .hasSize(100)
        .contains(new FieldError("b[1]", "min", "must be greater than or equal to 1"))
        .contains(new FieldError("b[100]", "min", "must be greater than or equal to 1"));
    assertThat(errors(function, "{'a':{'x':%s}}".formatted(many)))
        .hasSize(100)
        .contains(new FieldError("a.x[1]", "min", "must be greater than or equal to 1"));
    assertThat(errors(function, "{'b':[%s]}".formatted("0,".repeat(149) + "0"))).hasSize(100);
  }

  @Test
  void constraints_on_a_record_as_a_whole_are_checked() {
    var function =
        calls.function(
            """
            record Range(@Min(0) int from, int to) {
              @AssertTrue(message = "must not be before from") boolean isTo() { return from <= to; }
            }
            @Register(name = "f") int f(List<Range> ranges) { return 0; }
            """);

    assertThat(errors(function, "[{'from':2,'to':1}]"))
        .containsExactly(new FieldError("[0].to", "assert_true", "must not be before from"));
    assertThat(errors(function, "[{'from':-1,'to':-2}]"))
        .extracting(FieldError::field)
        .containsExactly("[0].from");
  }

  @Test
  void a_constraint_of_the_authors_own_works() {
    var function =
        calls.function(
            """
            @Constraint(validatedBy = Even.Check.class)
            @Retention(RetentionPolicy.RUNTIME)
            @interface Even {
              String message() default "must be even";
              Class<?>[] groups() default {};
              Class<? extends Payload>[] payload() default {};
              class Check implements ConstraintValidator<Even, Integer> {
                public boolean isValid(Integer value, ConstraintValidatorContext context) {
                  return value % 2 == 0;
                }
              }
            }
            record In(@Even int number, @DecimalMin(value = "0.5", inclusive = false) double share) {}
            @Register(name = "f") int f(In in) { return in.number(); }
            """);

    assertThat(errors(function, "{'number':3,'share':0.5}"))
        .containsExactly(
            new FieldError("number", "even", "must be even"),
            new FieldError("share", "decimal_min", "must be greater than 0.5"));
    assertThat(calls.call(function, "{'number':4,'share':1}")).isEqualTo("4");
  }

  @Test
  void generic_and_recursive_records_are_read() {
    var function =
        calls.function(
            """
            record Tree<T>(T value, List<Tree<T>> children) {}
            @Register(name = "f") Tree<Integer> f(Tree<Integer> tree) { return tree; }
            """);
    var tree = "{'value':1,'children':[{'value':2,'children':[]}]}";

    assertThat(calls.call(function, tree)).isEqualTo(tree.replace('\'', '"'));
    assertThat(errors(function, "{'value':1,'children':[{'value':'2'}]}"))
        .extracting(FieldError::field)
        .containsExactly("children[0].value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'type':'big_circle','radius':1}  | {'type':'big_circle','radius':1.0}
          {'type':'BigCircle','radius':1}   | {'type':'big_circle','radius':1.0}
          {'type':'dot'}                    | {'type':'dot'}
          {'type':'line','type2':1}         | type:must be one of big_circle, dot
          {'radius':1}                      | type:is required: one of big_circle, dot
          {'type':'dot','radius':1}         | radius:no such field
          5                                 | :must be an object, not a number
          """)
  void a_sealed_type_is_told_by_its_key(String payload, String expected) {
    var function =
        calls.function(
            """
            sealed interface Shape {}
            sealed interface Round extends Shape {}
            record BigCircle(double radius) implements Round {}
            record Dot() implements Shape {}
            @Register(name = "f") Object f(Shape shape) { return shape; }
            """);

    if (expected.startsWith("{")) {
      assertThat(calls.call(function, payload)).isEqualTo(expected.replace('\'', '"'));
    } else {
      assertThat(errors(function, payload))
          .extracting(error -> error.field() + ":" + error.message())
          .containsExactly(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'x':'5','on':'2026-11-22','deep':'true','tag':'a'}   | {'x':5,'on':'2026-11-22','deep':true,'tag':['a'],'name':null}
          {'x':'5','tag':['a','b'],'name':'','deep':'false','on':''} | {'x':5,'on':null,'deep':false,'tag':['a','b'],'name':''}
          {'x':'five','deep':'yes'}  | x:must be a whole number, not a text deep:must be true or false, not a text
          {'other':'1','deep':'true'} | x:is required other:no such field
          {'x':'1e999999999','deep':'true'} | x:must be a whole number, not a text
          """)
  void texts_of_a_query_are_read_as_the_types_that_are_wanted(String query, String expected) {
    var function =
        calls.function(
            """
            record In(int x, LocalDate on, boolean deep, List<String> tag, String name) {}
            @Register(name = "f", methods = "GET") In f(In in) { return in; }
            """);
    var input = new Input.Query(Json.parse(query.replace('\'', '"')));

    if (expected.startsWith("{")) {
      var output = (CallResult.Value) calls.invoke(function, input);
      assertThat(new String(output.json(), StandardCharsets.UTF_8))
          .isEqualTo(expected.replace('\'', '"'));
    } else {
      var invalid = catchThrowableOfType(InvalidInput.class, () -> calls.invoke(function, input));
      assertThat(
              String.join(
                  " ",
                  invalid.errors().stream().map(it -> it.field() + ":" + it.message()).toList()))
          .isEqualTo(expected);
    }
  }

  @Test
  void a_single_value_of_a_query_has_the_name_of_the_parameter() {
    var function = calls.function("@Register(name = \"f\") int f(int x) { return x + 1; }");

    assertThat(calls.invoke(function, new Input.Query(Json.parse("{\"x\":\"1\"}"))))
        .satisfies(output ->
            assertThat(((CallResult.Value) output).json())
                .isEqualTo("2".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> calls.invoke(function, new Input.Query(Json.parse("{\"y\":\"1\"}"))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("y: no such field");
  }

  @Test
  void a_flood_of_bad_input_is_told_in_short() {
    var payload = "{" + "'a%d':1,".repeat(1).formatted(0) + floods() + "'z':1}";

    assertThat(errors(calls.function(ORDER), payload)).hasSize(100);
  }

  @Test
  void what_comes_after_too_many_problems_is_refused_as_well() {
    var function =
        calls.function(
            """
            record In(List<Integer> a, int[] b, int c) {}
            @Register(name = "f") int f(In in) { return 0; }
            """);
    var bad = "'x',".repeat(150) + "'x'";

    assertThat(errors(function, "{'a':[%s],'b':['x'],'c':'x'}".formatted(bad))).hasSize(100);
  }

  private static String floods() {
    var text = new StringBuilder();
    for (int i = 1; i < 5_000; i++) {
      text.append("'a").append(i).append("':1,");
    }
    return text.toString();
  }

  private List<FieldError> errors(FunctionFile.Entry function, String payload) {
    var invalid = catchThrowableOfType(InvalidInput.class, () -> calls.call(function, payload));
    assertThat(invalid).as("refused").isNotNull();
    return invalid.errors();
  }
}
