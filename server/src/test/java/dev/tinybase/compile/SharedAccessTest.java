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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not public in the shared files cannot be reached at run time, and is told before. */
class SharedAccessTest {
  private static final String END =
      " is not public in the shared files; functions see what is public there";

  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path folder) {
    workshop = new Workshop(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new Helper()",
        "Helper.make()",
        "Helper.COUNT",
        "Helper.class",
        "(Helper) (Object) null",
        "new Helper[1]",
        "new Helper[1][1]",
        "((Object) 1) instanceof Helper",
        "(java.util.function.Supplier<Object>) Helper::make",
        "(java.util.function.Supplier<Object>) Helper::new",
      })
  void a_class_that_is_not_public(String use) {
    assertThat(
            problems("class Helper { static int COUNT; static Object make() { return 1; } }", use))
        .containsExactly("functions/f.java:3: Helper" + END);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Helper.make()", "(java.util.function.Supplier<Object>) Helper::make"})
  void a_method_that_is_not_public(String use) {
    assertThat(problems("public class Helper { static Object make() { return 1; } }", use))
        .containsExactly("functions/f.java:3: Helper.make" + END);
  }

  @Test
  void a_field_a_constructor_and_a_nested_class_that_are_not_public() {
    assertThat(problems("public class Helper { static int COUNT; }", "Helper.COUNT"))
        .containsExactly("functions/f.java:3: Helper.COUNT" + END);
    assertThat(problems("public class Helper { Helper() {} }", "new Helper()"))
        .containsExactly("functions/f.java:3: The constructor of Helper" + END);
    assertThat(problems("public class Helper { static class In {} }", "new Helper.In()"))
        .contains("functions/f.java:3: Helper.In" + END);
    assertThat(
            problems(
                "public class Helper { protected static int x() { return 1; } }", "Helper.x()"))
        .containsExactly("functions/f.java:3: Helper.x" + END);
  }

  @Test
  void what_one_extends_or_catches() {
    var library = shared("Helper", "class Helper extends RuntimeException {}");
    var made =
        workshop
            .compiler()
            .compile(
                List.of(library),
                List.of(
                    source(
                        "extends_it",
                        "int extends_it() { return 1; }\nclass Own extends Helper {}"),
                    source(
                        "catches_it",
                        "int catches_it() {\n try { return 1; }\n catch (Helper e) {\n return 2; }\n}")));
    assertThat(errors(made, "extends_it")).anyMatch(it -> it.contains("Helper" + END));
    assertThat(errors(made, "catches_it")).anyMatch(it -> it.contains("Helper" + END));
  }

  @Test
  void what_is_public_or_inherited_can_be_used_and_what_shared_files_have_among_themselves()
      throws Exception {
    var helper =
        shared(
            "Helper",
            """
            public class Helper extends Base {
              protected int inherited() { return new Hidden().one(); }
              public enum Color { RED }
              public static int color(Color color) { return switch (color) { case RED -> 3; }; }
            }
            class Base { public int two() { return 2; } }
            class Hidden { int one() { return 1; } }
            """);
    var made =
        workshop
            .compiler()
            .compile(
                List.of(helper),
                List.of(
                    source(
                        "f",
                        """
                        int f() {
                          return new Own().both() + Helper.color(Helper.Color.RED);
                        }
                        static class Own extends Helper {
                          int both() { return inherited() + two(); }
                        }
                        """)));
    assertThat(call(unit(made, "f"), "f")).isEqualTo(6);
  }

  private List<String> problems(String library, String use) {
    var made =
        workshop
            .compiler()
            .compile(
                List.of(shared("Helper", library)),
                List.of(source("f", "Object f() {\n\n  return " + use + ";\n}")));
    return errors(made, "f");
  }
}
