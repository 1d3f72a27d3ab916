package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Launch;
import dev.tinybase.testing.Ports;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the Containerfile do what they are for, in a folder that stands for the root of
 * the image, with the user of the test for that of the image.
 */
class ContainerfileTest {
  private static final Path FILE = Path.of("..", "dist", "deploy", "Containerfile");

  @TempDir Path root;
  @TempDir Path logs;

  /** One line of the file. */
  private record Instruction(String word, String rest) {}

  private static List<Instruction> instructions() throws IOException {
    var text = Files.readString(FILE).replace("\\\n", " ");
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" ", 2))
        .map(parts -> new Instruction(parts[0], parts[1].strip()))
        .toList();
  }

  private static String only(String word) throws IOException {
    return instructions().stream()
        .filter(instruction -> instruction.word().equals(word))
        .map(Instruction::rest)
        .collect(
            Collectors.collectingAndThen(
                Collectors.toList(),
                found -> {
                  assertThat(found).as(word).hasSize(1);
                  return found.getFirst();
                }));
  }

  @Test
  void nobody_is_root_and_there_is_one_volume() throws IOException {
    assertThat(only("USER")).matches("[1-9]\\d*:[1-9]\\d*");
    assertThat(only("VOLUME")).isEqualTo(only("WORKDIR")).isEqualTo("/data");
    assertThat(only("STOPSIGNAL")).isEqualTo("SIGTERM");
    assertThat(only("COPY")).isEqualTo(". /opt/tinybase");
    assertThat(environment().get("TINYBASE_JAVA_OPTS")).contains("-XX:MaxRAMPercentage=");
  }

  @Test
  void it_is_built_serves_is_healthy_and_stops() throws Exception {
    copyRelease();
    for (var instruction : instructions()) {
      if (instruction.word().equals("RUN")) {
        var run = start(List.of("bash", "-c", placed(instruction.rest())), root, Map.of());
        assertThat(run.exitValue()).as("%s%n%s", instruction, log()).isZero();
      }
    }
    var data = root.resolve("data");
    assertThat(data).isDirectory();
    var before = filesOutside(data);
    int port = Ports.free();
    var environment = new LinkedHashMap<>(environment());
    environment.putAll(ServerProcess.environment(port));
    environment.put("TINYBASE_SERVER_BASE_PATH", "/app");
    var health = words(only("HEALTHCHECK").replaceFirst(".*? CMD ", ""));
    var server = builder(command(), data, environment).start();
    try {
      Eventually.until("it is healthy", () -> start(health, data, environment).exitValue() == 0);
    } finally {
      server.destroy();
    }
    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).as(log()).isEqualTo(143);
    assertThat(start(health, data, environment).exitValue()).isNotZero();
    assertThat(filesOutside(data)).as("what may not be written").isEqualTo(before);
    assertThat(data.resolve("tinybase.db")).exists();
  }

  /** A program in place of that of a release, which takes the options of the JVM as it does. */
  private void copyRelease() throws IOException {
    var words = Launch.command().stream().map(word -> "'" + word + "'").toList();
    var script = root.resolve("opt/tinybase/tinybase");
    Files.createDirectories(script.getParent());
    var options = words.getFirst() + " $TINYBASE_JAVA_OPTS ";
    Files.writeString(
        script,
        "#!/bin/bash\nexec "
            + options
            + String.join(" ", words.subList(1, words.size()))
            + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> command() throws IOException {
    return Stream.concat(words(only("ENTRYPOINT")).stream(), words(only("CMD")).stream()).toList();
  }

  /** The words of a command in JSON. */
  private List<String> words(String json) {
    return Json.parse(json).valueStream().map(word -> placed(word.stringValue())).toList();
  }

  /** The same text with paths of the image below the folder, and the ids of this user. */
  private String placed(String text) {
    return text.replaceAll("(?<![\\w/])/(opt|data)\\b", root + "/$1")
        .replaceAll("-o \\d+ -g \\d+ ", "");
  }

  private Map<String, String> environment() throws IOException {
    return instructions().stream()
        .filter(instruction -> instruction.word().equals("ENV"))
        .map(instruction -> instruction.rest().split("=", 2))
        .collect(
            Collectors.toMap(pair -> pair[0], pair -> placed(pair[1].replaceAll("^\"|\"$", ""))));
  }

  private ProcessBuilder builder(
      List<String> command, Path folder, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    var log = ProcessBuilder.Redirect.appendTo(logs.resolve("log").toFile());
    return builder.redirectErrorStream(true).redirectOutput(log);
  }

  private String log() throws IOException {
    return Files.readString(logs.resolve("log"));
  }

  private Process start(List<String> command, Path folder, Map<String, String> environment) {
    try {
      var process = builder(command, folder, environment).start();
      process.waitFor();
      return process;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Set<String> filesOutside(Path data) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> !file.startsWith(data))
          .map(Path::toString)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
