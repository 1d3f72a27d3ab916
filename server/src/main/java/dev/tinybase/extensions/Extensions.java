package dev.tinybase.extensions;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.db.Database;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.ExtensionFiles;
import dev.tinybase.functions.invoke.LoadFailure;
import dev.tinybase.functions.loading.RetiredFiles;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.versions.CompileProblems;
import dev.tinybase.sdk.Auth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The extensions that run on this node: what is stored, loaded and given to the registry. One that
 * cannot be loaded harms no other; what it declares answers with the reason.
 */
public final class Extensions implements ExtensionRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);

  /** The lock of its libraries that an extension may bring. */
  private static final String LOCK = "tinybase.lock";

  /**
   * An extension as it stands here.
   *
   * @param loaded null where it is off, or could not be loaded
   */
  private record Running(
      InstalledExtension stored, ExtensionStatus status, @Nullable LoadedExtension loaded) {
    /** Whether nothing but settings has changed. */
    boolean fits(InstalledExtension now) {
      return status.state() != ExtensionStatus.State.FAILED
          && stored.id().equals(now.id())
          && stored.hash().equals(now.hash())
          && stored.isEnabled() == now.isEnabled();
    }
  }

  private final boolean isEnabled;
  private final Database database;
  private final ExtensionTable table;
  private final ExtensionLoader loader;
  private final Registry registry;
  private final RetiredFiles retired;
  private final ExtensionValues values;
  private volatile Map<String, Running> running = Map.of();
  private volatile boolean hasFollowed;

  /**
   * Nothing runs before {@link #follow}.
   *
   * @param isEnabled false: none runs on this node
   */
  Extensions(
      boolean isEnabled,
      Database database,
      ExtensionLoader loader,
      Registry registry,
      RetiredFiles retired,
      ExtensionValues values) {
    this.isEnabled = isEnabled;
    this.database = database;
    this.table = new ExtensionTable(database.dialect());
    this.loader = loader;
    this.registry = registry;
    this.retired = retired;
    this.values = values;
    registry.addSource(this::catchUp);
    database.onForeignChange(
        Topic.EXTENSIONS,
        () -> {
          if (hasFollowed) {
            follow();
          }
        });
  }

  /** Follows what another node has installed a moment ago; does nothing before the first time. */
  private void catchUp() {
    if (hasFollowed && !database.inTransaction() && !isCurrent()) {
      follow();
    }
  }

  private boolean isCurrent() {
    var known = running;
    var stored = database.read(table::hashes);
    return stored.equals(
        known.values().stream()
            .filter(it -> it.stored().isEnabled())
            .collect(Collectors.toMap(it -> it.stored().name(), it -> it.stored().hash())));
  }

  @Override
  public Checked check(Manifest manifest, ExtensionFiles files, String libraryLock) {
    try {
      var lock = files.find(LOCK).map(own -> new String(own, UTF_8)).orElse(libraryLock);
      var loaded = loader.load(manifest, files, lock);
      try {
        var problems = clashes(loaded);
        if (!problems.isEmpty()) {
          throw new LoadFailure(problems);
        }
        return new Checked(loaded.provides(), loaded.lock());
      } finally {
        loaded.uses().close();
      }
    } catch (LoadFailure failure) {
      throw Problem.badRequest(
              "invalid_extension",
              "The extension '%s' cannot be loaded: %s"
                  .formatted(manifest.name(), summary(failure.diagnostics())))
          .member("diagnostics", CompileProblems.json(failure.diagnostics()));
    }
  }

  @Override
  public synchronized void follow() {
    var stored = database.read(table::list);
    var next = new TreeMap<String, Running>();
    var before = new HashMap<>(running);
    for (var extension : stored) {
      values.put(extension.manifest(), extension.settings());
      var known = before.remove(extension.name());
      next.put(extension.name(), next(extension, known));
    }
    running = next; // first, so that what is gone has no page left when it has no function any more
    before.forEach((name, gone) -> {
      registry.remove(name);
      values.remove(name);
      retire(gone);
      LOG.info("The extension {} is gone", name);
    });
    hasFollowed = true;
  }

  @Override
  public ExtensionStatus status(String name) {
    if (!hasFollowed) {
      follow();
    }
    var known = running.get(name);
    return known == null ? ExtensionStatus.DISABLED : known.status();
  }

  /**
   * A static file of an extension that runs; {@code index.html} for a path that ends in a slash.
   */
  public Optional<StaticFile> file(String extension, String path) {
    var known = running.get(extension);
    if (known == null || known.loaded() == null) {
      return Optional.empty();
    }
    var wanted = path.isEmpty() || path.endsWith("/") ? path + "index.html" : path;
    return Optional.ofNullable(known.loaded().statics().get(wanted));
  }

  private Running next(InstalledExtension extension, @Nullable Running before) {
    if (before != null && before.fits(extension)) {
      return new Running(extension, before.status(), before.loaded());
    }
    var next = isEnabled && extension.isEnabled() ? load(extension) : off(extension);
    registry.replace(extension.name(), declarations(next));
    if (before != null) {
      retire(before);
    }
    return next;
  }

  private static Running off(InstalledExtension extension) {
    return new Running(extension, ExtensionStatus.DISABLED, null);
  }

  private void retire(Running old) {
    if (old.loaded() != null) {
      retired.add(old.loaded().uses());
    }
  }

  private Running load(InstalledExtension extension) {
    try {
      var loaded = loadStored(extension);
      var problems = clashes(loaded);
      if (problems.isEmpty()) {
        LOG.info("Loaded the extension {} {}", extension.name(), extension.manifest().version());
        return new Running(extension, ExtensionStatus.LOADED, loaded);
      }
      loaded.uses().close();
      return failed(extension, problems);
    } catch (LoadFailure failure) {
      return failed(extension, failure.diagnostics());
    } catch (Problem refused) {
      return failed(extension, List.of(new Diagnostic(Manifest.FILE, 0, 0, refused.detail())));
    } catch (RuntimeException | LinkageError e) { // it must not keep the server from its start
      LOG.error("The extension {} cannot be loaded", extension.name(), e);
      return failed(
          extension, List.of(new Diagnostic(Manifest.FILE, 0, 0, "it failed unexpectedly: " + e)));
    }
  }

  private LoadedExtension loadStored(InstalledExtension extension) {
    var files =
        database
            .read(sql -> table.files(sql, extension.hash()))
            .orElseThrow(
                () -> Problem.of(Problem.Kind.INTERNAL, "extension_gone", "Its files are gone."));
    return loader.load(extension.manifest(), files, extension.libraryLock());
  }

  private static Running failed(InstalledExtension extension, List<Diagnostic> problems) {
    problems.forEach(it -> LOG.warn("The extension {}: {}", extension.name(), it));
    var error =
        "The extension '%s' could not be loaded: %s".formatted(extension.name(), summary(problems));
    return new Running(extension, ExtensionStatus.failed(error, problems), null);
  }

  private Declarations declarations(Running extension) {
    return switch (extension.status().state()) {
      case LOADED ->
          extension.loaded() == null ? nothing(false) : extension.loaded().declarations();
      // where none may run at all, others may run it, and its schedules are theirs
      case DISABLED -> isEnabled ? nothing(true) : missing();
      case FAILED -> unavailable(extension.stored(), String.valueOf(extension.status().error()));
    };
  }

  private static Declarations nothing(boolean isPaused) {
    return new Declarations(Map.of(), Map.of(), List.of(), List.of(), Map.of(), isPaused, true);
  }

  private static Declarations missing() {
    return new Declarations(Map.of(), Map.of(), List.of(), List.of(), Map.of(), false, false);
  }

  /** What it would declare, with the reason why that cannot run. */
  private static Declarations unavailable(InstalledExtension extension, String reason) {
    var reasons = new HashMap<String, String>();
    extension.provides().functions().forEach(function -> reasons.put(function, reason));
    var routes = new ArrayList<Declarations.Route>();
    var prefix = Declarations.Route.PREFIX + extension.name();
    for (var route : extension.provides().routes()) {
      var path = route.path().substring(prefix.length());
      var handler = extension.name() + " " + route.method() + " " + path;
      var auth = Auth.valueOf(route.auth().toUpperCase(Locale.ROOT));
      reasons.put(handler, reason);
      routes.add(
          new Declarations.Route(extension.name(), route.method(), path, auth, null, handler));
    }
    return new Declarations(Map.of(), Map.of(), List.of(), routes, reasons, false, false);
  }

  /** What it declares and others have. */
  private List<Diagnostic> clashes(LoadedExtension loaded) {
    var held = registry.heldByOthers(loaded.name());
    return loaded.declarations().names().stream()
        .filter(held::containsKey)
        .map(name ->
            new Diagnostic(
                Manifest.FILE,
                0,
                0,
                "the extension '%s' declares '%s', which %s declares too and keeps; rename one of them"
                    .formatted(loaded.name(), name, held.get(name))))
        .toList();
  }

  private static String summary(List<Diagnostic> problems) {
    int others = problems.size() - 1;
    return problems.stream().limit(1).map(Diagnostic::toString).collect(Collectors.joining())
        + (others > 0 ? " (and " + others + " more)" : "");
  }
}
