package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTest {
  @TempDir private Path folder;

  @Test
  void a_second_server_on_the_same_file_is_refused_by_name() {
    try (var _ = InstanceLock.acquire(settings())) {
      assertThatThrownBy(() -> InstanceLock.acquire(settings()))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("one.db");
    }
    InstanceLock.acquire(settings()).close();
  }

  @Test
  void a_server_of_another_process_is_noticed_and_its_death_too() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                settings().url())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> InstanceLock.acquire(settings())).isInstanceOf(Problem.class);
    } finally {
      process.destroyForcibly().waitFor();
    }
    InstanceLock.acquire(settings()).close();
  }

  @Test
  void postgres_needs_no_lock() {
    var settings = Engine.settings("postgresql://localhost/x");
    try (var one = InstanceLock.acquire(settings);
        var two = InstanceLock.acquire(settings)) {
      assertThat(one).isNotSameAs(two);
    }
  }

  private Settings.Database settings() {
    return Engine.settings("sqlite:///" + folder.resolve("one.db"));
  }

  /** A program that takes the lock and waits to be ended. */
  static final class Holder {
    public static void main(String[] args) throws IOException {
      try (var _ = InstanceLock.acquire(Engine.settings(args[0]))) {
        System.out.println("locked");
        System.in.read();
      }
    }
  }
}
