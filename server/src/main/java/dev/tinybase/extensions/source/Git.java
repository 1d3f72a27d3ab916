package dev.tinybase.extensions.source;

import dev.tinybase.errors.Problem;
import dev.tinybase.text.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code git} in a folder of its own, within one time limit for all commands. It has nothing
 * of the server's environment but what reaches repositories, no configuration of the machine or a
 * user, no hooks, no prompts, and one protocol. What it writes goes to files of the folder, whose
 * size is watched.
 */
final class Git {
  private static final long MOST_BYTES = 200L << 20;
  private static final long LOOK_MILLIS = 20;
  private static final int MOST_ERRORS = 64 << 10;

  /** What the way to a repository may need. */
  private static final List<String> INHERITED =
      List.of(
          "PATH",
          "SSH_AUTH_SOCK",
          "http_proxy",
          "https_proxy",
          "HTTPS_PROXY",
          "all_proxy",
          "ALL_PROXY",
          "no_proxy",
          "NO_PROXY",
          "GIT_SSL_CAINFO",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR");

  private static final List<String> CONFIGURATION =
      List.of(
          "core.hooksPath=/dev/null",
          "core.fsmonitor=false",
          "core.symlinks=false",
          "core.bigFileThreshold=1m",
          "submodule.recurse=false",
          "credential.helper=",
          "gc.auto=0",
          "maintenance.auto=false",
          "transfer.unpackLimit=1",
          "http.lowSpeedLimit=1000",
          "http.lowSpeedTime=30",
          "init.defaultBranch=main");

  /**
   * The program.
   *
   * @param command its name, or its path
   * @param limit of all commands of one fetch together
   */
  record Program(String command, Duration limit) {
    /** The machine's. */
    static final Program DEFAULT = new Program("git", Duration.ofMinutes(2));
  }

  private final Program program;
  private final Path folder;
  private final Map<String, String> environment;
  private final long deadline;

  /**
   * @param folder where everything is written
   * @param protocol the only one that may be spoken
   * @param more of the environment
   */
  Git(Program program, Path folder, String protocol, Map<String, String> more) {
    this.program = program;
    this.folder = folder;
    this.environment = environment(folder, protocol);
    environment.putAll(more);
    this.deadline = System.nanoTime() + program.limit().toNanos();
  }

  private static Map<String, String> environment(Path folder, String protocol) {
    var all = new HashMap<String, String>();
    for (var name : INHERITED) {
      var value = System.getenv(name);
      if (value != null) {
        all.put(name, value);
      }
    }
    all.put("HOME", folder.toString());
    all.put("LC_ALL", "C");
    all.put("GIT_CONFIG_NOSYSTEM", "1");
    all.put("GIT_CONFIG_GLOBAL", "/dev/null");
    all.put("GIT_TERMINAL_PROMPT", "0");
    all.put("GIT_ALLOW_PROTOCOL", protocol);
    all.put("GIT_NO_LAZY_FETCH", "1");
    all.put("GIT_ALLOC_LIMIT", "256m"); // no object of a hostile repository takes more memory
    all.put("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=30");
    return all;
  }

  /** Output of a command, which may have failed. */
  record Result(int exitCode, Path out, String errors) {
    boolean failed() {
      return exitCode != 0;
    }
  }

  /**
   * The output of a command that must succeed.
   *
   * @param input what it reads; null for nothing
   * @param mostBytes of output
   */
  byte[] output(@Nullable Path input, long mostBytes, String... command) {
    var result = run(input, mostBytes, command);
    if (result.failed()) {
      throw failure(result);
    }
    try {
      return Files.readAllBytes(result.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command that may fail. */
  Result run(@Nullable Path input, long mostBytes, String... command) {
    var out = folder.resolve("output");
    var errors = folder.resolve("errors");
    var words = new ArrayList<>(List.of(program.command()));
    CONFIGURATION.forEach(entry -> words.addAll(List.of("-c", entry)));
    words.addAll(List.of(command));
    var builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      int exitCode = await(start(builder), out, mostBytes);
      return new Result(exitCode, out, beginning(errors));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException _) {
      throw Problem.of(
          Problem.Kind.UNAVAILABLE,
          "git_missing",
          "The server cannot run git: install it there, or install the extension from a local"
              + " folder.");
    }
  }

  private int await(Process process, Path out, long mostBytes) throws IOException {
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() > deadline) {
          throw failure("it took too long");
        }
        if (Files.size(out) > mostBytes || size() > MOST_BYTES) {
          throw failure("the repository is too large for an extension");
        }
      }
      if (Files.size(out) > mostBytes) {
        throw failure("the repository is too large for an extension");
      }
      return process.exitValue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("interrupted", "The repository was not read to its end.", 1);
    } finally {
      end(process);
    }
  }

  /** With its children, which speak to other machines. */
  private static void end(Process process) {
    if (process.isAlive()) {
      var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(one -> one.onExit().completeOnTimeout(one, 1, TimeUnit.SECONDS).join());
    }
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException _) {
      return 0; // git moved a file meanwhile; the next look counts them
    }
  }

  private static String beginning(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_ERRORS), StandardCharsets.UTF_8);
    }
  }

  /** What git says of a failed command, in one line without paths of ours. */
  Problem failure(Result result) {
    var lines = result.errors().lines().filter(line -> !line.isBlank()).toList();
    var told =
        lines.stream()
            .filter(line -> line.startsWith("fatal: ") || line.startsWith("ERROR: "))
            .findFirst()
            .orElse(lines.isEmpty() ? "git failed" : lines.getLast());
    return failure(
        Texts.abbreviate(
            told.replaceFirst("^(fatal|ERROR): ", "")
                .replace(folder.toString(), "")
                .replaceAll("//[^/@\\s]*@", "//")
                .replaceAll("\\p{Cntrl}", " "),
            300));
  }

  private static Problem failure(String what) {
    return Problem.badRequest("fetch_failed", "The repository cannot be read: " + what + ".");
  }
}
