package dev.tinybase.functions.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadLogTest {
  private static final Logger LOG = Logger.getLogger("dev.tinybase.functions");

  @TempDir Path directory;

  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public synchronized void publish(LogRecord line) {
          lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private LoaderWorld world;

  @BeforeEach
  void listen() {
    LOG.addHandler(handler);
    LOG.setLevel(Level.INFO); // whatever other tests have set above it
    LOG.setFilter(null); // or left here: commands keep the loader quiet
    world = new LoaderWorld(directory);
  }

  @AfterEach
  void stop() {
    world.close();
    LOG.removeHandler(handler);
    LOG.setLevel(null);
  }

  @Test
  void the_start_is_one_line_beside_the_errors() {
    world.write("one", "1");
    world.write("two", "2");
    world.put("three.java", "int x = ;\n");
    world.loader.start();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).startsWith("functions/three.java:1:9: ");
    assertThat(lines.getLast()).matches("2 functions in \\d+\\.\\d s, 1 file with errors");
  }

  @Test
  void an_error_is_told_once_and_its_end_too() {
    world.put("one.java", "int x = ;\n");
    world.loader.reload();
    world.loader.reload();
    world.write("two", "2");
    world.loader.reload();
    assertThat(lines).hasSize(1);
    world.write("one", "1");
    world.loader.reload();
    world.loader.reload();
    assertThat(lines).hasSize(2).last().isEqualTo("functions/one.java has no errors any more");
  }

  @Test
  void a_hidden_file_is_told_once() {
    world.write("one", "1");
    world.deployed = List.of(LoaderWorld.version("one", LoaderWorld.source("one", "deployed")));
    world.loader.reload();
    world.loader.reload();
    assertThat(lines).singleElement().asString().contains("functions/one.java is hidden");
  }
}
