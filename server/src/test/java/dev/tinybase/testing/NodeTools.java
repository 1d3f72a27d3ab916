package dev.tinybase.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tinybase.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs of {@code src/test/clients/package.json} (tsc, linters, generators of clients),
 * installed once into {@code target/} and kept there until the lock file changes. Whoever needs
 * them begins with {@link #require}: they need Node, which CI installs; elsewhere tests without it
 * are skipped.
 */
public final class NodeTools {
  /** What is run, and the conversations that generated clients have. */
  public static final Path SOURCES = Path.of("src/test/clients");

  private static final Path LOCK = SOURCES.resolve("package-lock.json");
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");
  private static final int SECONDS = 120;

  /** npm alone takes half a second to say its version. */
  private static final class Holder {
    static final boolean IS_THERE = isThere();
  }

  private NodeTools() {}

  /** Skips the test where Node is missing or too old; fails it where REQUIRE_NODE is set. */
  public static void require() {
    if (System.getenv("REQUIRE_NODE") == null) {
      assumeTrue(
          Holder.IS_THERE, "Node 20.19 or newer with npm is needed to run this: see nodejs.org");
    }
    assertThat(Holder.IS_THERE).as("Node 20.19 or newer with npm, which is required here").isTrue();
  }

  private static boolean isThere() {
    try {
      var version = VERSION.matcher(output(List.of("node", "--version"), Path.of(".")).strip());
      if (!version.matches()) {
        return false;
      }
      int major = Integer.parseInt(version.group(1));
      boolean current = major > 20 || (major == 20 && Integer.parseInt(version.group(2)) >= 19);
      return current && !output(List.of("npm", "--version"), Path.of(".")).isEmpty();
    } catch (UncheckedIOException | AssertionError _) {
      return false;
    }
  }

  /**
   * An empty folder for a test, in which TypeScript and JavaScript find what is installed. It stays
   * after the test, below {@code target/node}, to be looked at.
   *
   * @param name no other test's
   */
  public static Path folder(String name) {
    try {
      var folder = installed().resolve(name);
      if (Files.exists(folder)) {
        try (var paths = Files.walk(folder)) {
          paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
      }
      return Files.createDirectory(folder).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs an installed program in a {@link #folder}, and gives what it printed.
   *
   * @throws AssertionError with that where its exit code is not 0
   */
  public static String run(Path folder, String program, String... arguments) {
    var command = new ArrayList<String>();
    command.add("../node_modules/.bin/" + program);
    command.addAll(List.of(arguments));
    return output(command, folder);
  }

  /** Compiles TypeScript; the declarations of libraries, most of the work, are not checked. */
  public static void compile(Path folder, String... arguments) {
    var all = Stream.concat(Stream.of("--skipLibCheck"), Stream.of(arguments));
    run(folder, "tsc", all.toArray(String[]::new));
  }

  /** Runs a file of JavaScript with arguments; as {@link #run}. */
  public static String node(Path folder, String... arguments) {
    return output(Stream.concat(Stream.of("node"), Stream.of(arguments)).toList(), folder);
  }

  /** Where it is installed; the tests' processes wait for the one that installs it. */
  private static synchronized Path installed() throws IOException {
    var home = Path.of("target/node").resolve(Sha256.hex(Files.readAllBytes(LOCK)));
    var done = home.resolve("installed");
    Files.createDirectories(home);
    try (var channel =
            FileChannel.open(
                home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      if (!Files.exists(done)) {
        Files.write(home.resolve("package-lock.json"), Files.readAllBytes(LOCK));
        Files.write(
            home.resolve("package.json"), Files.readAllBytes(SOURCES.resolve("package.json")));
        output(
            List.of("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"),
            home);
        Files.createFile(done);
      }
    }
    return home;
  }

  private static String output(List<String> command, Path folder) {
    try {
      var printed = Files.createTempFile("node", ".txt");
      try {
        return output(command, folder, printed);
      } finally {
        Files.delete(printed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String output(List<String> command, Path folder, Path printed)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("NO_COLOR", "1");
    builder.environment().put("REDOCLY_TELEMETRY", "off");
    builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    var process = builder.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    var text = Files.readString(printed, UTF_8);
    assertThat(ended).as("%s within %d s%n%s", command, SECONDS, text).isTrue();
    assertThat(process.exitValue()).as("exit code of %s%n%s", command, text).isZero();
    return text;
  }
}
