package dev.tinybase.cli.testing;

import dev.tinybase.TinyBase;
import dev.tinybase.compile.Diagnostic;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.Manifest;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.schedule.ScheduleChange;
import dev.tinybase.schedule.ScheduleFilter;
import dev.tinybase.schedule.ScheduleServices;
import dev.tinybase.sdk.testing.TestInstance;
import dev.tinybase.text.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes the instances of tests: each with a file of its own in a temporary folder, a copy of one
 * with all tables, which is much faster than making them.
 */
final class LocalInstances implements InstanceForTest.Maker, AutoCloseable {
  private static final int MOST_RUNS = 10_000;

  private final Settings.Functions functions;
  private final @Nullable Path extension;
  private final Map<ClassLoader, FunctionTests.TestSource> sources;
  private final Path scratch;
  private final Clock clock;
  private @Nullable Path template;
  private int count;

  /**
   * A maker.
   *
   * @param functions how functions run, and where they are
   * @param extension the folder of the one to install; null for none
   * @param sources of the tests, by their loaders
   */
  LocalInstances(
      Settings.Functions functions,
      @Nullable Path extension,
      Map<ClassLoader, FunctionTests.TestSource> sources,
      Clock clock) {
    this.functions = functions;
    this.extension = extension;
    this.sources = sources;
    this.clock = clock;
    try {
      this.scratch = Files.createTempDirectory("tinybase-functions-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public TestInstance apply(Class<?> test) {
    var still = new ManualClock(clock.instant().truncatedTo(ChronoUnit.SECONDS));
    var source = sources.get(test.getClassLoader());
    if (source == null) {
      throw new IllegalStateException(test + " is no test of this run");
    }
    var tinybase = TinyBase.open(settings(copy()), still);
    try {
      tinybase.load();
      var tested = extension == null ? null : TestedExtension.install(tinybase, extension);
      var files = new FunctionFiles(still);
      var file = files.around(source.unit(), source.loader());
      return new LocalInstance(
          tinybase,
          new SimulatedTime(tinybase, still, MOST_RUNS),
          still,
          extension == null ? functions.path() : extension,
          tested,
          files,
          file);
    } catch (Throwable t) {
      tinybase.close();
      throw t;
    }
  }

  /** What is wrong with the functions, or the extension. */
  List<Diagnostic> failures() {
    try (var tinybase = TinyBase.open(settings(copy()), clock)) {
      if (extension != null) {
        return failures(tinybase, extension);
      }
      return tinybase.functions().loader().reload().failures().stream()
          .flatMap(file -> file.diagnostics().stream())
          .toList();
    }
  }

  private static List<Diagnostic> failures(TinyBase tinybase, Path extension) {
    try {
      var _ = TestedExtension.install(tinybase, extension);
      return List.of();
    } catch (Problem refused) {
      var told = refused.members().get("diagnostics");
      return told == null
          ? List.of(new Diagnostic(Manifest.FILE, 0, 0, refused.detail()))
          : told.valueStream().map(LocalInstances::diagnostic).toList();
    }
  }

  private static Diagnostic diagnostic(JsonNode told) {
    return new Diagnostic(
        told.path("file").asString(),
        told.path("line").asLong(),
        told.path("column").asLong(),
        told.path("message").asString());
  }

  private Path copy() {
    try {
      var file = scratch.resolve(++count + ".db");
      return Files.copy(template(), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path template() {
    if (template == null) {
      var file = scratch.resolve("template.db");
      try (var tinybase = TinyBase.open(settings(file), clock)) {
        pauseHousekeeping(tinybase.schedules());
      }
      template = file;
    }
    return template;
  }

  /** It has nothing to do where all is gone after the test, and would run every few minutes. */
  static void pauseHousekeeping(ScheduleServices schedules) {
    var system = new ScheduleFilter(null, null, null, JobFilter.Source.SYSTEM);
    var _ = schedules.loop().look(); // which makes them
    for (var task : schedules.service().list(system, 1000, 0).schedules()) {
      schedules.service().update(task.id(), ScheduleChange.active(false));
    }
  }

  private Settings settings(Path database) {
    var plain =
        Settings.with(
            Map.of(
                "database.url",
                "sqlite:///" + database,
                "database.durability",
                "normal",
                "database.readers",
                "2",
                "auth.bcrypt_cost",
                "4",
                "jwt.key_file",
                scratch.resolve("jwt.key").toString(),
                "hooks.concurrency",
                "1",
                "secrets.key_file",
                scratch.resolve("secrets.key").toString(),
                "extensions.path",
                scratch.resolve("extensions").toString()));
    return new Settings(
        plain.server(),
        plain.instance(),
        plain.log(),
        plain.database(),
        plain.auth(),
        plain.jwt(),
        plain.cors(),
        plain.rateLimit(),
        plain.metrics(),
        functions,
        plain.extensions(),
        plain.scheduler(),
        plain.jobs(),
        plain.hooks(),
        plain.secrets(),
        plain.backup(),
        plain.admin());
  }

  @Override
  public void close() {
    try {
      Folders.delete(scratch);
    } catch (IOException e) {
      System.getLogger(LocalInstances.class.getName())
          .log(System.Logger.Level.WARNING, "Cannot remove " + scratch, e);
    }
  }

  /** A clock that goes on only when somebody says so. */
  static final class ManualClock extends Clock {
    private final AtomicReference<Instant> now;

    ManualClock(Instant start) {
      this.now = new AtomicReference<>(start);
    }

    void set(Instant moment) {
      now.set(moment);
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the server's times are UTC");
    }
  }
}
