package dev.tinybase.extensions;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.auth.Principal;
import dev.tinybase.collections.CollectionBatch;
import dev.tinybase.collections.CollectionChange;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.ExtensionFetcher;
import dev.tinybase.extensions.source.ExtensionSource;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import dev.tinybase.text.Texts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs, updates, turns on and off and uninstalls extensions: each at once on every node, whole
 * or not at all. What an extension is gets fetched, compiled and looked at first; then its row, its
 * files and its collections change in one transaction; then this node follows, and the others when
 * they hear of it.
 */
public final class ExtensionService {
  private static final Logger LOG = LoggerFactory.getLogger(ExtensionService.class);
  private static final int MOST_INSTALLED = 200;

  private final Settings.Extensions settings;
  private final Database database;
  private final CollectionService collections;
  private final ExtensionRuntime runtime;
  private final ExtensionFetcher fetcher;
  private final ExtensionReview review;
  private final ExtensionTable table;
  private final UpdateCheck updates;
  private final SourceCredentials credentials;
  private final Clock clock;

  /**
   * The service of one node.
   *
   * @param serverVersion this program's, {@code dev} where nobody knows
   */
  public ExtensionService(
      Settings settings,
      Database database,
      CollectionService collections,
      ExtensionRuntime runtime,
      String serverVersion,
      Clock clock) {
    this.settings = settings.extensions();
    this.database = database;
    this.collections = collections;
    this.runtime = runtime;
    this.fetcher = new ExtensionFetcher(settings.extensions());
    this.review = new ExtensionReview(runtime, serverVersion);
    this.table = new ExtensionTable(database.dialect());
    this.credentials = new SourceCredentials(settings);
    this.updates = new UpdateCheck(fetcher, it -> credentials.source(it, null));
    this.clock = clock;
  }

  /**
   * A page of those that are installed, by name.
   *
   * @param checkUpdates whether to look for updates of those on the page
   */
  public ExtensionPage list(boolean enabledOnly, boolean checkUpdates, int limit, int offset) {
    var all =
        database.read(table::list).stream().filter(it -> it.isEnabled() || !enabledOnly).toList();
    var page = all.stream().skip(offset).limit(limit).toList();
    Map<String, Boolean> found = checkUpdates ? updates.of(page) : Map.of();
    return new ExtensionPage(
        page.stream()
            .map(it -> new ExtensionInfo(it, runtime.status(it.name()), found.get(it.name())))
            .toList(),
        all.size());
  }

  /**
   * One of them.
   *
   * @throws Problem 404 {@code extension_not_found}
   */
  public ExtensionInfo get(String name, boolean checkUpdates) {
    var extension = find(name);
    Map<String, Boolean> found = checkUpdates ? updates.of(List.of(extension)) : Map.of();
    return new ExtensionInfo(extension, runtime.status(name), found.get(name));
  }

  private InstalledExtension find(String name) {
    return database.read(sql -> require(sql, name));
  }

  private InstalledExtension require(Sql sql, String name) {
    return table.find(sql, name).orElseThrow(() -> notFound(name));
  }

  /** The problem of a name that no installed extension has. */
  static Problem notFound(String name) {
    return Problem.notFound(
        "extension_not_found", "Extension '" + Texts.abbreviate(name) + "' not found.");
  }

  /**
   * Tells what {@link #install}, or an update from there, would bring; nothing changes.
   *
   * @param address any form of an address: GitHub's, another Git URL, a local path
   * @param ref a branch, tag or commit; null for the default branch, or a local folder as it stands
   * @throws Problem 400 for an address, manifest or code that will not do
   */
  public ExtensionPreview preview(String address, @Nullable String ref) {
    var fetched = fetcher.fetch(ExtensionSource.parse(address, ref, settings));
    var manifest = review.manifest(fetched);
    var installed = database.read(sql -> table.find(sql, manifest.name()));
    var lock = installed.map(InstalledExtension::libraryLock).orElse("");
    var reviewed = review.review(fetched, manifest, lock);
    var changes = collections.together(true, batch -> apply(batch, reviewed));
    return ExtensionPreview.of(
        reviewed, installed.map(it -> it.manifest().version()).orElse(null), changes);
  }

  /**
   * Installs an extension and turns it on.
   *
   * @throws Problem 400 as {@link #preview}, with {@code diagnostics} where the code is wrong; 409
   *     {@code extension_exists}, or where it declares what another one does
   */
  public ExtensionInfo install(String address, @Nullable String ref, Principal who) {
    requireEnabled();
    var source = ExtensionSource.parse(address, ref, settings);
    var fetched = fetcher.fetch(source);
    var manifest = review.manifest(fetched);
    database.read(sql -> requireNew(sql, manifest.name()));
    var reviewed = review.review(fetched, manifest, "");
    var made = installed(reviewed, credentials.seal(manifest.name(), source), who);
    var zip = fetched.files().zip();
    change(batch -> {
      requireNew(batch.sql(), made.name());
      apply(batch, reviewed);
      table.keep(batch.sql(), made.hash(), zip);
      table.insert(batch.sql(), made);
      return made;
    });
    log(who, "installed", made);
    return get(made.name(), false);
  }

  private boolean requireNew(Sql sql, String name) {
    if (table.find(sql, name).isPresent()) {
      throw Problem.conflict(
          "extension_exists",
          "The extension '" + name + "' is installed already; update it, or uninstall it first.");
    }
    if (table.list(sql).size() >= MOST_INSTALLED) {
      throw Problem.conflict(
          "too_many_extensions",
          MOST_INSTALLED + " extensions are installed, and no more can be; uninstall one.");
    }
    return true;
  }

  private InstalledExtension installed(
      ReviewedExtension reviewed, @Nullable String sealed, Principal who) {
    var now = now();
    return new InstalledExtension(
        UuidCreator.getTimeOrderedEpoch(),
        reviewed.manifest(),
        reviewed.fetched().source().shown(),
        reviewed.fetched().source().ref(),
        reviewed.fetched().commit(),
        reviewed.hash(),
        reviewed.libraryLock(),
        reviewed.provides(),
        Json.object(),
        true,
        now,
        who.userId(),
        now,
        sealed);
  }

  /**
   * Puts another version in place of the installed one, which goes on where the new one will not
   * do.
   *
   * @param ref a branch, tag or commit; null for the default branch, or a local folder as it stands
   * @throws Problem 404; 400 and 409 as {@link #install}
   */
  public ExtensionInfo update(String name, @Nullable String ref, Principal who) {
    requireEnabled();
    var before = find(name);
    var fetched = fetcher.fetch(credentials.source(before, ref));
    var manifest = review.manifest(fetched);
    if (!manifest.name().equals(name)) {
      throw Problem.badRequest(
          "name_changed",
          "What is there is called '%s' now, not '%s': uninstall this one and install that one."
              .formatted(manifest.name(), name));
    }
    var reviewed = review.review(fetched, manifest, before.libraryLock());
    var zip = fetched.files().zip();
    var after =
        change(batch -> {
          var current = require(batch.sql(), name);
          if (!current.hash().equals(before.hash())) {
            throw Problem.conflict(
                "extension_changed",
                "'" + name + "' was changed meanwhile; look at it, then repeat.");
          }
          var version = current.updated(reviewed, now());
          apply(batch, reviewed);
          table.keep(batch.sql(), version.hash(), zip);
          table.replace(batch.sql(), version);
          table.removeUnused(batch.sql());
          return version;
        });
    log(who, "updated", after);
    return get(name, false);
  }

  /** Its collections, beside what the other extensions have. */
  private List<CollectionChange> apply(CollectionBatch batch, ReviewedExtension reviewed) {
    for (var other : table.list(batch.sql())) {
      if (!other.name().equals(reviewed.name())) {
        reviewed.requireApartFrom(other);
      }
    }
    return new ExtensionCollections(reviewed.name(), batch).apply(reviewed.collections());
  }

  /**
   * Turns it on or off.
   *
   * @throws Problem 404; 400 with {@code diagnostics} where it cannot be turned on
   */
  public ExtensionInfo setEnabled(String name, boolean enabled, Principal who) {
    var before = find(name);
    if (before.isEnabled() == enabled) {
      return get(name, false);
    }
    if (enabled) {
      requireEnabled();
      var files = database.read(sql -> table.files(sql, before.hash())).orElseThrow();
      runtime.check(before.manifest(), files, before.libraryLock());
    }
    change(batch -> {
      require(batch.sql(), name);
      table.setEnabled(batch.sql(), name, enabled, now());
      return before;
    });
    log(who, enabled ? "enabled" : "disabled", before);
    return get(name, false);
  }

  /**
   * Removes it. Its collections stay, with their records, unless they are to be dropped.
   *
   * @return the names of the collections that were dropped
   * @throws Problem 404; 409 where another extension needs a collection that is to be dropped
   */
  public List<String> uninstall(String name, boolean dropCollections, Principal who) {
    var before = find(name);
    var dropped =
        change(batch -> {
          require(batch.sql(), name);
          table.delete(batch.sql(), name);
          table.removeUnused(batch.sql());
          return dropCollections
              ? new ExtensionCollections(name, batch).drop(table.list(batch.sql()))
              : List.<String>of();
        });
    log(who, "uninstalled", before);
    return dropped;
  }

  /** One change of what is installed after the other, on all nodes; this one follows at once. */
  private <T> T change(Function<CollectionBatch, T> work) {
    T result =
        collections.together(
            false,
            batch -> {
              table.lock(batch.sql());
              var done = work.apply(batch);
              batch.sql().announce(Topic.EXTENSIONS);
              return done;
            });
    runtime.follow();
    return result;
  }

  private void requireEnabled() {
    if (!settings.enabled()) {
      throw Problem.conflict(
          "extensions_disabled",
          "Extensions are turned off on this server; set extensions.enabled = true.");
    }
  }

  private Instant now() {
    return Instants.micros(clock.instant());
  }

  private static void log(Principal who, String what, InstalledExtension extension) {
    LOG.info(
        "{} {} the extension {} {} of {}{}",
        who.shown(),
        what,
        extension.name(),
        extension.manifest().version(),
        extension.repoUrl(),
        extension.commit() == null ? "" : " at " + extension.commit());
  }
}
