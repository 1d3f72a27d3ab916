package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.call;
import static dev.tinybase.compile.Workshop.errors;
import static dev.tinybase.compile.Workshop.shared;
import static dev.tinybase.compile.Workshop.source;
import static dev.tinybase.compile.Workshop.unit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCompilerTest {
  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path folder) {
    workshop = new Workshop(folder);
  }

  @Test
  void a_compact_file_needs_no_main() throws Exception {
    var made =
        workshop.compile(
            source(
                "hello",
                """
                import dev.tinybase.sdk.*;
                import jakarta.validation.constraints.Min;

                record Input(@Min(1) int times) {}

                @Register(name = "hello")
                String hello() {
                  return "hi ".repeat(new Input(2).times());
                } // the end\
                """),
            source("one", "int one() { return 1; }\nvoid main() { IO.println(one()); }"),
            source("two", "int two() { return 2; }\nvoid main(String[] arguments) {}\n"));
    assertThat(call(unit(made, "hello"), "hello")).isEqualTo("hi hi ");
    assertThat(unit(made, "hello").classes()).containsExactly("hello", "hello$Input");
    assertThat(call(unit(made, "one"), "one")).isEqualTo(1);
    assertThat(call(unit(made, "two"), "two")).isEqualTo(2);
  }

  @Test
  void ordinary_classes_have_any_name_and_package() throws Exception {
    var made =
        workshop.compile(
            source("a", "package shop; public class Orders { public int count() { return 3; } }"),
            source("b", "public final class Sums { class Inner {} }\nrecord Line(int x) {}"),
            source("empty", "// nothing yet\n"));
    assertThat(unit(made, "a").classes()).containsExactly("shop.Orders");
    assertThat(unit(made, "b").classes()).containsExactly("Line", "Sums", "Sums$Inner");
    assertThat(unit(made, "empty").classes()).isEmpty();
  }

  @Test
  void names_of_parameters_are_kept() throws Exception {
    var made = workshop.compile(source("sum", "int sum(int first, int second) { return 0; }"));
    try (var loader = UnitClassLoader.of(unit(made, "sum"), UnitClassLoader.sdk())) {
      var method = loader.loadClass("sum").getDeclaredMethod("sum", int.class, int.class);
      assertThat(method.getParameters()).extracting("name").containsExactly("first", "second");
    }
  }

  @Test
  void broken_files_are_told_apart_and_block_no_others() throws Exception {
    var made =
        workshop.compile(
            source("good", "int good() { return 7; }"),
            source("syntax", "int f( { return 1; }"),
            source("type", "\n\nString f() {\n  return 1;\n}"),
            source("symbol", "int f() { return missing; }\nint g() { return 1 }"),
            source("flow", "int f(boolean b) { if (b) { return 1; } }"),
            source("other", "Missing f() { return null; }"));
    assertThat(call(unit(made, "good"), "good")).isEqualTo(7);
    assertThat(errors(made, "syntax")).first().asString().startsWith("functions/syntax.java:1:8: ");
    assertThat(errors(made, "type"))
        .containsExactly(
            "functions/type.java:4:10: incompatible types: int cannot be converted to java.lang.String");
    assertThat(errors(made, "symbol")).containsExactly("functions/symbol.java:2:19: ';' expected");
    assertThat(errors(made, "flow"))
        .containsExactly("functions/flow.java:1:41: missing return statement");
    assertThat(errors(made, "other"))
        .singleElement()
        .asString()
        .startsWith("functions/other.java:1:1: cannot find symbol: class Missing");
    assertThat(made.units().keySet())
        .containsExactly("good", "syntax", "type", "symbol", "flow", "other");
  }

  @Test
  void a_file_sees_no_classes_of_another() {
    var made =
        workshop.compile(
            source("prices", "public class Prices { public static final int TAX = 19; }"),
            source("orders", "int f() { return Prices.TAX; }"),
            source(
                "names",
                "String f() { return new prices().toString(); }\nint Prices() { return 1; }"));
    unit(made, "prices");
    assertThat(errors(made, "orders"))
        .singleElement()
        .asString()
        .startsWith("functions/orders.java:1:18: cannot find symbol: variable Prices");
    assertThat(errors(made, "names")).singleElement().asString().contains("class prices");
  }

  @Test
  void two_files_may_have_classes_of_the_same_name() throws Exception {
    var made =
        workshop.compile(
            source(
                "a",
                "class A { static int a() { return new Input(1).x(); } }\nrecord Input(int x) {}"),
            source(
                "b",
                "class B { static int b() { return new Input(2).y(); } }\nrecord Input(int y) {}"),
            source("c", "record Input(int z) {}\nint c() { return new Input(3).z(); }"),
            source("d", "class c { static int d() { return 4; } }"));
    assertThat(unit(made, "a").classes()).containsExactly("A", "Input");
    assertThat(unit(made, "b").classes()).containsExactly("B", "Input");
    assertThat(call(unit(made, "c"), "c")).isEqualTo(3);
    assertThat(unit(made, "d").classes()).containsExactly("c");
  }

  @Test
  void shared_files_are_seen_by_all_and_see_each_other() throws Exception {
    var lib =
        List.of(
            shared("Money", "package shop; public record Money(int cents) {}"),
            shared(
                "deep/Prices",
                "package shop; public class Prices { public static Money one() { return new Money(5); } }"));
    var made =
        workshop
            .compiler()
            .compile(
                lib,
                List.of(
                    source("a", "int a() { return shop.Prices.one().cents(); }"),
                    source("b", "import shop.*;\nMoney b() { return Prices.one(); }")));
    assertThat(call(unit(made, "a"), "a")).isEqualTo(5);
    assertThat(unit(made, "a").shared()).isEqualTo(made.shared());
    assertThat(unit(made, "a").classes()).containsExactly("a");
    assertThat(unit(made, "b").libraries()).isEmpty();
  }

  @Test
  void another_text_of_a_shared_file_is_another_key_of_all() {
    var source = source("a", "int a() { return 1; }");
    var one = workshop.compiler().compile(List.of(shared("L", "class L {}")), List.of(source));
    var two =
        workshop.compiler().compile(List.of(shared("L", "class L { int x; }")), List.of(source));
    assertThat(unit(one, "a").key()).isNotEqualTo(unit(two, "a").key());
  }

  @Test
  void broken_shared_files_break_those_alone_that_use_them() throws Exception {
    var made =
        workshop
            .compiler()
            .compile(
                List.of(shared("Money", "public record Money(int cents) {\n  int x( }\n")),
                List.of(
                    source("uses", "Money f() { return null; }"),
                    source("free", "int free() { return 1; }")));
    assertThat(made.shared()).isInstanceOf(CompileResult.Broken.class);
    assertThat(call(unit(made, "free"), "free")).isEqualTo(1);
    assertThat(errors(made, "uses").getFirst())
        .startsWith("functions/lib/Money.java:2:10: the shared files do not compile: ");
  }

  @Test
  void a_file_that_the_compiler_gives_up_on_is_broken_alone() throws Exception {
    var deep = "int f() { return " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + "; }";
    var made = workshop.compile(source("deep", deep), source("good", "int good() { return 1; }"));
    assertThat(errors(made, "deep")).singleElement().asString().contains("nested very deeply");
    assertThat(call(unit(made, "good"), "good")).isEqualTo(1);
  }

  @Test
  void names_of_the_program_are_not_in_the_class_path() {
    var made =
        workshop.compile(
            source("a", "dev.tinybase.TinyBase f() { return null; }"),
            source("b", "tools.jackson.databind.JsonNode f() { return null; }"),
            source(
                "c",
                "import org.jspecify.annotations.Nullable;\n@Nullable String f() { return null; }"));
    assertThat(errors(made, "a"))
        .singleElement()
        .asString()
        .contains("package dev.tinybase does not exist");
    assertThat(errors(made, "b")).singleElement().asString().contains("tools.jackson");
    unit(made, "c");
  }

  @Test
  void the_java_that_a_file_asks_for_is_checked() {
    var made =
        workshop.compile(
            source("old", "//JAVA 17+\nint f() { return 1; }"),
            source("same", "//JAVA 25\nint f() { return 1; }"),
            source("future", "\n//JAVA 99+\nint f() { return 1; }"),
            source("odd", "//JAVA latest\nint f() { return 1; }"));
    unit(made, "old");
    unit(made, "same");
    assertThat(errors(made, "future"))
        .singleElement()
        .asString()
        .startsWith("functions/future.java:2:8: needs Java 99, and TinyBase runs on Java ");
    assertThat(errors(made, "odd"))
        .containsExactly("functions/odd.java:1:8: write a version such as //JAVA 25+");
  }
}
