package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.Diagnostic;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.sdk.Auth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationTest {
  @TempDir Path folder;
  private Calls calls;

  @BeforeEach
  void start() {
    calls = new Calls(folder);
  }

  @Test
  void a_function_says_what_its_annotation_says() {
    var function =
        calls.function(
            """
            @Register(name = "f", description = "Does it", auth = Auth.ADMIN, tags = {"a", "b"},
                timeout = "1500ms", concurrency = 3, methods = {"get", "POST"})
            Stream<Integer> f(int x, Context ctx) { return null; }
            """);

    assertThat(function.signature())
        .isEqualTo(
            new Signature(
                "f",
                "Does it",
                Auth.ADMIN,
                List.of("a", "b"),
                Duration.ofMillis(1500),
                3,
                Set.of("GET", "POST"),
                Signature.Takes.VALUE,
                Signature.Returns.STREAM,
                List.of()));
  }

  @Test
  void what_the_annotation_leaves_out_has_defaults() {
    assertThat(calls.function("@Register(name = \"f\") void f() {}").signature())
        .isEqualTo(
            new Signature(
                "f",
                null,
                Auth.AUTH,
                List.of(),
                null,
                0,
                Set.of("POST"),
                Signature.Takes.NOTHING,
                Signature.Returns.NOTHING,
                List.of()));
  }

  @ParameterizedTest
  @CsvSource({"1h, 3600000", "5m, 300000", "30s, 30000", "500ms, 500"})
  void a_timeout_has_a_unit(String timeout, long millis) {
    var function =
        calls.function("@Register(name = \"f\", timeout = \"%s\") void f() {}".formatted(timeout));

    assertThat(function.signature().timeout()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          name = 'AddNumbers'               | void f() {}                     | has the name 'AddNumbers'; a name is lower-case
          name = 'f', timeout = '30'        | void f() {}                     | has the timeout '30'; a timeout is a number with
          name = 'f', timeout = '0s'        | void f() {}                     | has the timeout '0s'
          name = 'f', concurrency = -1      | void f() {}                     | has a negative concurrency
          name = 'f', methods = 'FETCH'     | void f() {}                     | answers to the HTTP method 'FETCH'; known are
          name = 'f', methods = {}          | void f() {}                     | answers to no HTTP method
          name = 'f'                        | void f(Context a, Context b) {} | takes two contexts
          name = 'f'                        | void f(int x, Context c, int y) {} | more than a Context and one input: 'x', 'c', 'y'
          name = 'f'                        | void f(Thread t) {}             | takes an input that cannot be used: 't' has the type java.lang.Thread
          name = 'f'                        | void f(List<Map<String, Runnable>> x) {} | 'x[].*' has the type java.lang.Runnable
          name = 'f'                        | void f(Map<List<String>, String> x) {} | 'x' has keys that are no texts
          name = 'f'                        | void f(OptionalInt x) {}        | 'x' is OptionalInt; use Optional
          name = 'f'                        | CompletableFuture f() { return null; } | returns a CompletableFuture and does not say of what
          """)
  void what_is_declared_wrongly_is_told(String attributes, String method, String message) {
    var text = "\n\n@Register(%s)\n%s".formatted(attributes.replace('\'', '"'), method);

    assertThat(diagnostics(calls.sources.compact("f", text)))
        .singleElement()
        .satisfies(it -> assertThat(it.message()).startsWith("The method f ").contains(message))
        .satisfies(it -> assertThat(it.file()).isEqualTo("f.java"))
        .satisfies(it -> assertThat(it.line()).isEqualTo(4));
  }

  @Test
  void all_mistakes_come_at_once() {
    var text =
        """
        @Register(name = "A", timeout = "x") void a(Thread t) {}
        @Register(name = "b", concurrency = -1) void b() {}
        """;

    assertThat(diagnostics(calls.sources.compact("f", text))).hasSize(4);
  }

  @Test
  void a_constraint_must_fit_its_type() {
    var text =
        """
        record Line(@Size(max = 1) int a, @Min(1) Optional<Integer> b, @Past Instant c) {}
        @Register(name = "f") void f(Map<String, @NotBlank UUID> x) {}
        @Register(name = "g") void g(List<Line> x) {}
        """;

    assertThat(diagnostics(calls.sources.compact("f", text)))
        .extracting(Diagnostic::message)
        .containsExactlyInAnyOrder(
            "The method f takes an input that cannot be used: 'x.*' has @NotBlank, which does not"
                + " fit its type",
            "The method g takes an input that cannot be used: 'x[].a' has @Size, which does not"
                + " fit its type",
            "The method g takes an input that cannot be used: 'x[].b' has @Min, which does not fit"
                + " its type; write Optional<@Min …> instead");
  }

  @Test
  void a_name_stands_once_in_a_file() {
    var text = "@Register(name = \"f\") void a() {} @Register(name = \"f\") void b() {}";

    assertThat(diagnostics(calls.sources.compact("f", text)))
        .extracting(Diagnostic::message)
        .containsExactly("The method b is named 'f', as is the method a; rename one.");
  }

  @Test
  void classes_that_cannot_be_made_have_no_functions() {
    var text =
        """
        class One { One(int x) {} @Register(name = "f") void f() {} }
        interface Two { @Register(name = "g") void g(); }
        """;

    assertThat(diagnostics(calls.sources.compact("f", text)))
        .extracting(Diagnostic::message)
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains("One, which cannot be made without arguments"),
            two -> assertThat(two).isEqualTo("The method g has no body."));
  }

  @Test
  void functions_stand_in_any_class_of_a_file() {
    var unit =
        calls.sources.unit(
            "f",
            """
            package shop;
            import dev.tinybase.sdk.*;
            public class f {
              private int calls;
              @Register(name = "f") private int f() { return ++calls; }
              static class Inside { @Register(name = "g") static String g(Context ctx) { return ctx.functionName(); } }
            }
            class Beside { @Register(name = "h") int[] h(int... numbers) { return numbers; } }
            """,
            null);
    var functions = calls.files.load(unit).functions();

    assertThat(functions)
        .extracting(it -> it.signature().name())
        .containsExactlyInAnyOrder("f", "g", "h");
    assertThat(functions)
        .extracting(it -> calls.call(it, it.signature().name().equals("h") ? "[1,2]" : "{}"))
        .containsExactlyInAnyOrder("1", "\"g\"", "[1,2]");
  }

  @Test
  void the_object_of_a_class_lives_as_long_as_its_file() {
    var function = calls.function("int calls; @Register(name = \"f\") int f() { return ++calls; }");

    assertThat(calls.call(function, "{}")).isEqualTo("1");
    assertThat(calls.call(function, "{}")).isEqualTo("2");
  }

  @Test
  void nothing_of_a_file_runs_before_its_first_call() {
    System.clearProperty("test.ran");
    var function =
        calls.function(
            """
            static int ran = note();
            enum Color { RED; static int ran = note(); }
            record In(Color color) { static int ran = note(); }
            static int note() { System.setProperty("test.ran", "yes"); return 1; }
            @Register(name = "f") int f(In in) { return ran; }
            """);

    assertThat(System.getProperty("test.ran")).isNull();
    assertThat(calls.call(function, "{'color':'red'}")).isEqualTo("1");
    assertThat(System.getProperty("test.ran")).isEqualTo("yes");
  }

  @Test
  void files_of_one_compilation_share_their_library() {
    var library =
        calls.sources.unit(
            "Counter", "package lib; public class Counter { public static int count; }", null);
    var text =
        "import dev.tinybase.sdk.*; class F { @Register(name = \"%s\") static int f() {"
            + " return ++lib.Counter.count; } }";
    var one = calls.only(calls.sources.unit("one", text.formatted("one"), library));
    var two = calls.only(calls.sources.unit("two", text.formatted("two"), library));

    assertThat(calls.call(one, "{}")).isEqualTo("1");
    assertThat(calls.call(two, "{}")).isEqualTo("2");
  }

  private List<Diagnostic> diagnostics(CompileResult.Unit unit) {
    var failure = catchThrowableOfType(LoadFailure.class, () -> calls.files.load(unit));
    assertThat(failure).as("refused").isNotNull();
    return failure.diagnostics();
  }
}
