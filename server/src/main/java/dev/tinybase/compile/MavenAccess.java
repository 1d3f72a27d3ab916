package dev.tinybase.compile;

import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way to Maven's repositories, which starts Maven's library for each use. A question that kept
 * everybody waiting and failed is not asked again at once: other files are compiled meanwhile.
 */
final class MavenAccess {
  private static final Duration LONG = Duration.ofSeconds(3);
  private static final Duration REST = Duration.ofSeconds(30);

  private final boolean offline;
  private final @Nullable Path home;
  private final InstantSource clock;
  private final Map<List<Object>, Failure> failures = new HashMap<>();

  /**
   * Access to repositories.
   *
   * @param home Maven's folder of the user; null for the usual one
   */
  MavenAccess(boolean offline, @Nullable Path home, InstantSource clock) {
    this.offline = offline;
    this.home = home;
    this.clock = clock;
  }

  /**
   * Maven's folder where the user has none that can be written, as users of services have not: one
   * in the cache. Null where the usual one will do.
   */
  static @Nullable Path home(Path cache) {
    return home(Path.of(System.getProperty("user.home", "")), cache);
  }

  static @Nullable Path home(Path user, Path cache) {
    var folder = user.resolve(".m2").toAbsolutePath();
    if (Files.isReadable(folder.resolve("settings.xml"))) {
      return null;
    }
    while (!Files.exists(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    return Files.isDirectory(folder) && Files.isWritable(folder) ? null : cache.resolve("maven");
  }

  /** Asks about the coordinates; the answer must be used within the work. */
  <T> T ask(List<MavenRepository> repositories, List<Coordinates> about, Question<T> question)
      throws UnresolvedLibrary {
    var start = clock.instant();
    var asked = List.<Object>of(repositories, about);
    failures.values().removeIf(failure -> failure.at().plus(REST).isBefore(start));
    var failed = failures.get(asked);
    if (failed != null) {
      throw failed.reason();
    }
    try (var maven = new Maven(repositories, offline, home)) {
      return question.ask(maven);
    } catch (UnresolvedLibrary e) {
      var end = clock.instant();
      if (start.plus(LONG).isBefore(end)) {
        failures.put(asked, new Failure(e, end));
      }
      throw e;
    }
  }

  /** What is wanted of Maven. */
  interface Question<T> {
    T ask(Maven maven) throws UnresolvedLibrary;
  }

  private record Failure(UnresolvedLibrary reason, Instant at) {}

  /** Maven has no such library, or cannot fetch it. */
  static final class UnresolvedLibrary extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final String project;

    /**
     * A failure.
     *
     * @param project the group and artifact that it is about
     */
    UnresolvedLibrary(String project, String message) {
      super(message, null, false, false);
      this.project = project;
    }

    /**
     * Whether it is about the artifact that somebody asked for, and not one that that one needs.
     */
    boolean isAbout(Coordinates coordinates) {
      return project.equals(coordinates.group() + ":" + coordinates.artifact());
    }

    /** A half-sentence for people. */
    String detail() {
      return String.valueOf(getMessage());
    }
  }
}
