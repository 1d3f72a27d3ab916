package dev.tinybase.compile;

import dev.tinybase.compile.Directive.Kind;
import dev.tinybase.compile.MavenAccess.UnresolvedLibrary;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The jars behind {@code //DEPS}: as the lock says and from the cache where they are known, from
 * Maven's repositories else.
 */
final class Libraries {
  private final LibraryStore store;
  private final MavenAccess maven;
  private final boolean insecure;

  /**
   * Libraries of a cache.
   *
   * @param insecure whether repositories of other machines may be asked without TLS
   */
  Libraries(LibraryStore store, MavenAccess maven, boolean insecure) {
    this.store = store;
    this.maven = maven;
    this.insecure = insecure;
  }

  /** All jars that the files ask for; what cannot be had is told as one of their problems. */
  List<Library> of(SourceUnit files, LibraryLock lock) {
    var wanted = wanted(files);
    var repositories = repositories(files);
    if (wanted.isEmpty() || !files.problems().isEmpty()) {
      return List.of();
    }
    var first = wanted.firstEntry().getValue();
    try {
      return find(lock, List.copyOf(wanted.keySet()), List.copyOf(repositories));
    } catch (UnresolvedLibrary e) {
      var about =
          wanted.keySet().stream().filter(e::isAbout).findFirst().map(wanted::get).orElse(first);
      files.problems().add(about.diagnostic(e.detail()));
    } catch (Problem e) {
      files.problems().add(first.diagnostic(e.detail()));
    } catch (IOException e) {
      files.problems().add(first.diagnostic("a library cannot be kept in the cache: " + e));
    }
    return List.of();
  }

  /** Throws out what nobody has used for long. */
  void sweep() {
    store.sweep();
  }

  private static SequencedMap<Coordinates, Directive> wanted(SourceUnit files) {
    var wanted = new LinkedHashMap<Coordinates, Directive>();
    for (var directive : files.all(Kind.DEPS)) {
      Coordinates.parse(directive.value())
          .ifPresentOrElse(
              coordinates -> wanted.putIfAbsent(coordinates, directive),
              () ->
                  problem(
                      files,
                      directive,
                      "\"%s\" is not group:artifact:version[:classifier][@jar or @pom]"));
    }
    boolean hasBom = wanted.keySet().stream().anyMatch(Coordinates::isBom);
    wanted.forEach((coordinates, directive) -> {
      if (coordinates.version().isEmpty() && (coordinates.isBom() || !hasBom)) {
        problem(files, directive, "\"%s\" has no version");
      }
    });
    return wanted;
  }

  private SequencedSet<MavenRepository> repositories(SourceUnit files) {
    var repositories = new LinkedHashSet<MavenRepository>();
    for (var directive : files.all(Kind.REPOS)) {
      MavenRepository.parse(directive.value())
          .ifPresentOrElse(
              repositories::add,
              () ->
                  problem(
                      files,
                      directive,
                      "\"%s\" is not central, name=URL, or a URL of https or file"));
      if (!insecure && !repositories.isEmpty() && !repositories.getLast().isSecure()) {
        problem(
            files,
            directive,
            "a library that comes by http can be changed on its way: use https, or set"
                + " functions.insecure_repositories = true");
      }
    }
    return repositories;
  }

  private static void problem(SourceUnit files, Directive directive, String message) {
    files.problems().add(directive.diagnostic(message.formatted(directive.value())));
  }

  private List<Library> find(
      LibraryLock lock, List<Coordinates> wanted, List<MavenRepository> repositories)
      throws UnresolvedLibrary, IOException {
    var set = wanted.stream().map(Coordinates::toString).collect(Collectors.joining(", "));
    var locked = lock.find(set);
    return locked.isPresent()
        ? locked(lock, set, locked.get(), repositories)
        : resolved(lock, set, wanted, repositories);
  }

  private List<Library> locked(
      LibraryLock lock,
      String set,
      SequencedMap<String, String> artifacts,
      List<MavenRepository> repositories)
      throws UnresolvedLibrary, IOException {
    var libraries = new ArrayList<Library>();
    for (var artifact : artifacts.entrySet()) {
      var name = artifact.getKey();
      var hash = artifact.getValue();
      var known = store.find(hash);
      var jar = known.isPresent() ? known.get() : fetch(lock, set, name, hash, repositories);
      libraries.add(new Library(name, hash, jar));
    }
    return List.copyOf(libraries);
  }

  private Path fetch(
      LibraryLock lock, String set, String name, String hash, List<MavenRepository> repositories)
      throws UnresolvedLibrary, IOException {
    var exact =
        Coordinates.parse(name)
            .orElseThrow(() ->
                Problem.badRequest(
                    "lock_damaged",
                    "%s has \"%s\", which is no artifact".formatted(lock.name(), name)));
    var file = maven.ask(repositories, List.of(exact), found -> found.fetch(exact));
    var found = Sha256.hex(file);
    if (!found.equals(hash)) {
      throw Problem.conflict(
          "library_changed",
          ("%1$s has the SHA-256 %2$s now, but %3$s says %4$s; if that is right, delete the entry"
                  + " \"%5$s\" from %3$s")
              .formatted(name, found, lock.name(), hash, set));
    }
    return store.keep(file, hash);
  }

  private List<Library> resolved(
      LibraryLock lock, String set, List<Coordinates> wanted, List<MavenRepository> repositories)
      throws UnresolvedLibrary, IOException {
    var libraries = new ArrayList<Library>();
    var jars = maven.ask(repositories, wanted, found -> found.resolve(wanted));
    for (var jar : jars.entrySet()) {
      var hash = Sha256.hex(jar.getValue());
      libraries.add(new Library(jar.getKey().toString(), hash, store.keep(jar.getValue(), hash)));
    }
    var artifacts = new LinkedHashMap<String, String>();
    libraries.forEach(library -> artifacts.put(library.coordinates(), library.sha256()));
    lock.put(set, artifacts);
    return List.copyOf(libraries);
  }

  /** Copies of libraries by their SHA-256, so that none needs to be looked for a second time. */
  static final class LibraryStore {
    private final CacheFolder folder;

    /** Hashed since the start: what is on disk may have been damaged before that. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    LibraryStore(CacheFolder folder) {
      this.folder = folder;
    }

    /** The jar with this hash, if it is here and whole. */
    Optional<Path> find(String sha256) throws IOException {
      var jar = jar(sha256);
      boolean whole =
          Files.isRegularFile(jar) && (known.contains(sha256) || Sha256.hex(jar).equals(sha256));
      if (!whole) {
        known.remove(sha256);
        return Optional.empty();
      }
      known.add(sha256);
      folder.use(jar);
      return Optional.of(jar);
    }

    /** Copies a file that has this hash. */
    Path keep(Path file, String sha256) throws IOException {
      var jar = jar(sha256);
      AtomicFile.write(jar, out -> Files.copy(file, out));
      known.add(sha256);
      return jar;
    }

    /** Throws out what nobody has used for long. */
    void sweep() {
      known.forEach(sha256 -> folder.use(jar(sha256)));
      folder.sweep();
    }

    private Path jar(String sha256) {
      return folder.path().resolve(sha256 + ".jar");
    }
  }

  /** A jar that a file asked for, or one that this one needs. */
  record Library(String coordinates, String sha256, Path jar) {}
}
