package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.source;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSourcesTest {
  private static final SourceFile TEST =
      source(
          "addTest",
          """
          import static org.junit.jupiter.api.Assertions.assertEquals;
          import dev.tinybase.sdk.testing.TestInstance;
          import org.junit.jupiter.api.Test;
          import org.junit.jupiter.params.ParameterizedTest;
          import org.junit.jupiter.params.provider.ValueSource;

          @Test
          void adds(TestInstance app) {
            assertEquals(2, 1 + 1);
          }

          @ParameterizedTest
          @ValueSource(ints = {1, 2})
          void counts(int number) {}
          """);

  @TempDir private Path folder;

  private SourceCompiler compiler() {
    return new SourceCompiler(folder.resolve("cache"), folder.resolve("lock"), true, false);
  }

  @Test
  void tests_see_the_same_junit_as_the_program_and_nothing_else_of_it() throws Exception {
    var compiler = compiler();
    var made = Workshop.unit(compiler.compileTests(List.of(), List.of(TEST)), "addTest");
    try (var loader = UnitClassLoader.of(made, UnitClassLoader.tests())) {
      var methods = loader.loadClass("addTest").getDeclaredMethods();
      assertThat(methods).filteredOn(method -> method.isAnnotationPresent(Test.class)).hasSize(1);
      for (var hidden :
          List.of(
              "dev.tinybase.Main", "org.junit.platform.launcher.Launcher", "picocli.CommandLine")) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> loader.loadClass(hidden)))
            .isInstanceOf(ClassNotFoundException.class);
      }
    }
  }

  @Test
  void functions_do_not_see_junit() {
    var compiler = compiler();
    compiler.compileTests(List.of(), List.of(TEST));
    assertThat(compiler.compile(List.of(), List.of(TEST)).units().get("addTest"))
        .isInstanceOfSatisfying(
            CompileResult.Broken.class,
            broken ->
                assertThat(broken.diagnostics())
                    .first()
                    .hasToString(
                        "functions/addTest.java:1:36: package org.junit.jupiter.api does not exist"));
  }
}
