package dev.tinybase.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of the machine's own installation, started for one test with its data in a
 * folder of that: unlike the embedded one it has {@code pg_dump} and {@code pg_restore} of its
 * version beside it. No service of the system is touched.
 */
public final class InstalledPostgres implements AutoCloseable {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final int SECONDS = 60;

  private final Path programs;
  private final Path log;
  private final String data;
  private final int port;
  private final Process process;

  private InstalledPostgres(Path programs, Path folder) throws IOException {
    this.programs = programs;
    this.log = folder.resolve("postgres.log");
    port = Ports.free();
    data = folder.resolve("data").toString();
    run("initdb", "--no-sync", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8");
    process = start("postgres", "-F", "-D", data, "-h", "127.0.0.1", "-p", "" + port, "-k", "");
    Eventually.until("PostgreSQL", () -> ready() || !process.isAlive());
    assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
  }

  /** Starts the newest one; without one the test is skipped, or fails with REQUIRE_POSTGRES. */
  public static InstalledPostgres start(Path folder) {
    var programs = programs();
    if (System.getenv("REQUIRE_POSTGRES") == null) {
      assumeTrue(programs.isPresent(), "PostgreSQL is not installed below " + VERSIONS);
    }
    assertThat(programs).as("PostgreSQL below %s, which is required here", VERSIONS).isPresent();
    try {
      return new InstalledPostgres(programs.orElseThrow(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of its programs, for PATH. */
  public Path programsFolder() {
    return programs;
  }

  /** The URL of a new database that is empty. */
  public String create(String database) {
    run("createdb", "-h", "127.0.0.1", "-p", "" + port, "-U", "postgres", database);
    return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
  }

  /** Ends it at once, with whoever is still connected. */
  @Override
  public void close() {
    run("pg_ctl", "stop", "-D", data, "-m", "fast");
  }

  private boolean ready() {
    return end(start("pg_isready", "-h", "127.0.0.1", "-p", "" + port)) == 0;
  }

  private static Optional<Path> programs() {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (var versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
          .max(Comparator.comparingInt(programs -> version(programs.getParent())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int version(Path folder) {
    return Integer.parseInt(folder.getFileName().toString().replaceAll("\\D.*", "0"));
  }

  private void run(String program, String... arguments) {
    assertThat(end(start(program, arguments))).as(program).isZero();
  }

  /** PostgreSQL does not run as root: then it gets another user's identity. */
  private Process start(String program, String... arguments) {
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      var output = ProcessBuilder.Redirect.appendTo(log.toFile());
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int end(Process process) {
    try {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
