package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Eventually;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnloadTest {
  private static final int RELOADS = 200;
  private static final String TEXT =
      """
      enum Color { RED }
      sealed interface Pay {}
      record Card(@NotBlank String number) implements Pay {}
      record Line(@Min(1) int quantity, Color color, Optional<Pay> pay) {
        @AssertTrue boolean isGood() { return true; }
      }
      record Stored(String id) {}
      @Register(name = "f") Line f(Context ctx, @Size(max = 3) List<Line> lines) throws Exception {
        ctx.log().info("{}", lib.Shared.count++);
        ctx.call("g", lines.getFirst(), Line.class);
        ctx.executor().submit(() -> lines).get();
        ctx.records("a").get("0190a1b2-0000-7000-8000-000000000009").as(Stored.class);
        return lines.getFirst();
      }
      """;
  private static final String GOOD =
      "[{'quantity':1,'color':'red','pay':{'type':'card','number':'1'}}]";

  @TempDir Path folder;

  @Test
  void files_that_were_replaced_are_collected() {
    var calls = new Calls(folder);
    calls.host.records =
        request -> Json.parse("{\"id\":\"0190a1b2-0000-7000-8000-000000000009\",\"data\":{}}");
    var library =
        calls.sources.unit(
            "Shared", "package lib; public class Shared { public static int count; }", null);
    var first = calls.sources.compact("f", TEXT, library);
    var loaders = new ArrayList<WeakReference<ClassLoader>>();
    for (int i = 0; i < RELOADS; i++) {
      // the library changes with every second load, so that its loaders go as well
      var unit = i % 2 == 0 ? first : changed(first, library, i);
      loaders.addAll(loadCallAndClose(calls, unit));
    }

    Eventually.until(
        "all loaders are collected, but for those that were used last",
        () -> {
          System.gc();
          return loaders.stream().filter(it -> it.get() != null).count() <= 2;
        });
    assertThat(loaders).hasSize(2 * RELOADS);
  }

  private static CompileResult.Unit changed(
      CompileResult.Unit unit, CompileResult.Unit library, int i) {
    var shared =
        new CompileResult.Unit(
            library.name(), library.key() + i, library.jar(), library.classes(), List.of(), null);
    return new CompileResult.Unit(
        unit.name(), unit.key() + i, unit.jar(), unit.classes(), List.of(), shared);
  }

  private static List<WeakReference<ClassLoader>> loadCallAndClose(
      Calls calls, CompileResult.Unit unit) {
    try (var file = calls.files.load(unit)) {
      var function = file.functions().getFirst();
      calls.call(function, GOOD);
      try {
        calls.call(function, "[{'quantity':0}]");
        throw new AssertionError("bad input was taken");
      } catch (InvalidInput e) {
        assertThat(e.errors()).hasSize(1);
      }
      assertThat(function.inputSchema()).isNotNull();
      assertThat(function.outputSchema()).isNotNull();
      return List.of(
          new WeakReference<>(file.loader), new WeakReference<>(file.loader.getParent()));
    }
  }
}
