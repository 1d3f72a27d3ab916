package dev.tinybase.functions.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadLeakTest {
  private static final int RELOADS = 200;

  @TempDir Path directory;

  @Test
  void two_hundred_reloads_leave_no_classes_behind() {
    try (var world = new LoaderWorld(directory)) {
      var files = new ArrayList<WeakReference<Object>>();
      for (int i = 0; i < RELOADS; i++) {
        world.write("one", "version " + i);
        assertThat(world.loader.reload().loaded()).hasSize(1);
        use(world);
        files.add(new WeakReference<>(world.registry.find("one").orElseThrow().entry().file()));
      }
      assertThat(world.says("one")).isEqualTo("version " + (RELOADS - 1));
      Eventually.until(
          "all but the last one are collected",
          () -> {
            System.gc();
            return living(files) == 1;
          });
    }
  }

  /** Schemas are made on the first use, with all that is cached for that. */
  private static void use(LoaderWorld world) {
    var function = world.registry.acquire("one").orElseThrow();
    assertThat(function.entry().inputSchema()).isNull();
    assertThat(function.entry().outputSchema()).isNotNull();
    function.release();
  }

  private static long living(List<WeakReference<Object>> files) {
    return files.stream().filter(file -> file.get() != null).count();
  }
}
