package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.call;
import static dev.tinybase.compile.Workshop.shared;
import static dev.tinybase.compile.Workshop.source;
import static dev.tinybase.compile.Workshop.unit;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.sdk.Register;
import dev.tinybase.testing.Eventually;
import jakarta.validation.constraints.Min;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitClassLoaderTest {
  private static final String LOOKUP =
      """
      String look() throws Exception {
        var found = "";
        for (var name : new String[] {%s}) {
          try {
            found += Class.forName(name).getSimpleName() + " ";
          } catch (ClassNotFoundException e) {
            found += "- ";
          }
        }
        return found;
      }
      """;

  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path folder) {
    workshop = new Workshop(folder);
  }

  @Test
  void the_sdk_is_all_that_is_seen_of_the_program() throws Exception {
    var names =
        "\"dev.tinybase.TinyBase\", \"tools.jackson.databind.JsonNode\", \"org.slf4j.Logger\","
            + " \"dev.tinybase.sdk.Register\", \"jakarta.validation.constraints.Min\","
            + " \"org.jspecify.annotations.Nullable\", \"java.sql.Connection\"";
    var unit = unit(workshop.compile(source("a", LOOKUP.formatted(names))), "a");
    assertThat(call(unit, "look")).isEqualTo("- - - Register Min Nullable Connection ");
  }

  @Test
  void classes_of_the_sdk_are_the_programs_own() throws Exception {
    assertThat(UnitClassLoader.sdk().loadClass(Register.class.getName())).isSameAs(Register.class);
    assertThat(UnitClassLoader.sdk().loadClass(Min.class.getName())).isSameAs(Min.class);
    assertThat(UnitClassLoader.sdk().getResource("dev/tinybase/TinyBase.class")).isNull();
  }

  @Test
  void units_do_not_see_each_other_but_share_their_parent() throws Exception {
    var made =
        workshop
            .compiler()
            .compile(
                List.of(
                    shared(
                        "Counter",
                        "public class Counter { static int n; public static int next() { return ++n; } }")),
                List.of(
                    source("a", "int a() { return Counter.next(); }"),
                    source(
                        "b", "int a() { return Counter.next(); }\n" + LOOKUP.formatted("\"a\""))));
    var a = unit(made, "a");
    var b = unit(made, "b");
    try (var parent = UnitClassLoader.of(requireNonNull(a.shared()), UnitClassLoader.sdk());
        var first = UnitClassLoader.of(a, parent);
        var second = UnitClassLoader.of(b, parent)) {
      assertThat(call(a, "a", first)).isEqualTo(1);
      assertThat(call(b, "a", second)).isEqualTo(2);
      assertThat(call(b, "look", second)).isEqualTo("- ");
    }
  }

  @Test
  void closing_lets_go_of_the_jar() throws Exception {
    var unit =
        unit(
            workshop.compile(source("a", "int a() { return new B().x; }\nclass B { int x; }")),
            "a");
    var loader = UnitClassLoader.of(unit, UnitClassLoader.sdk());
    loader.loadClass("a");
    loader.close();
    assertThatThrownBy(() -> loader.loadClass("a$B")).isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void loaders_are_collected_after_two_hundred_reloads() throws Exception {
    var unit =
        unit(
            workshop.compile(
                source(
                    "a",
                    "enum Colour { RED }\nrecord R(Colour c) {}\nString a() { return new R(Colour.RED).toString(); }")),
            "a");
    var loaders = new ArrayList<WeakReference<ClassLoader>>();
    for (int i = 0; i < 200; i++) {
      loaders.add(use(unit));
    }
    Eventually.until(
        "all loaders are collected",
        () -> {
          System.gc();
          return loaders.stream().allMatch(loader -> loader.refersTo(null));
        });
  }

  private static WeakReference<ClassLoader> use(CompileResult.Unit unit) throws Exception {
    try (var loader = UnitClassLoader.of(unit, UnitClassLoader.sdk())) {
      assertThat(call(unit, "a", loader)).isEqualTo("R[c=RED]");
      return new WeakReference<>(loader);
    }
  }
}
