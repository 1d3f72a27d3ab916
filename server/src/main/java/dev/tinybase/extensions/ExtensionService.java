package dev.tinybase.extensions;

import dev.tinybase.auth.Principal;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.ExtensionFetcher;
import dev.tinybase.text.Instants;
import java.time.Clock;
import java.util.List;
import java.util.Map;
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

  private final Settings.Extensions settings;
  private final Database database;
  private final ExtensionRuntime runtime;
  private final ExtensionTable table;
  private final ExtensionChanges changes;
  private final ExtensionInstaller installer;
  private final UpdateCheck updates;
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
    var fetcher = new ExtensionFetcher(settings.extensions());
    var review = new ExtensionReview(runtime, serverVersion);
    var credentials = new SourceCredentials(settings);
    this.settings = settings.extensions();
    this.database = database;
    this.runtime = runtime;
    this.table = new ExtensionTable(database.dialect());
    this.changes = new ExtensionChanges(collections, table, runtime);
    this.installer =
        new ExtensionInstaller(
            this.settings, database, changes, fetcher, review, credentials, clock);
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
    return database.read(sql -> table.require(sql, name));
  }

  /**
   * Tells what {@link #install}, or an update from there, would bring; nothing changes.
   *
   * @param address any form of an address: GitHub's, another Git URL, a local path
   * @param ref a branch, tag or commit; null for the default branch, or a local folder as it stands
   * @throws Problem 400 for an address, manifest or code that will not do
   */
  public ExtensionPreview preview(String address, @Nullable String ref) {
    return installer.preview(address, ref);
  }

  /**
   * Installs an extension and turns it on.
   *
   * @throws Problem 400 as {@link #preview}, with {@code diagnostics} where the code is wrong; 409
   *     {@code extension_exists}, or where it declares what another one does
   */
  public ExtensionInfo install(String address, @Nullable String ref, Principal who) {
    requireEnabled();
    return done(who, "installed", installer.install(address, ref, who));
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
    return done(who, "updated", installer.update(name, ref));
  }

  /**
   * Fetches an extension and looks at all of it, so that it can be installed, or updated, in a
   * transaction that changes more than it. {@link #follow} has to be called after that.
   *
   * @param address any form of an address: GitHub's, another Git URL, a local path
   * @param ref a branch, tag or commit; null for the default branch, or a local folder as it stands
   * @throws Problem 400 and 409 as {@link #install}
   */
  public PreparedExtension prepare(String address, @Nullable String ref, Principal who) {
    requireEnabled();
    return installer.prepare(address, ref, who);
  }

  /**
   * What is installed, for such a transaction: for each name the hash of its files. Nobody else
   * changes it until the transaction ends.
   */
  public Map<String, String> installed(Sql sql) {
    return PreparedExtension.installed(sql, table);
  }

  /** Brings what runs on this node to what is stored. */
  public void follow() {
    runtime.follow();
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
    changes.run(batch -> {
      table.require(batch.sql(), name);
      table.setEnabled(batch.sql(), name, enabled, Instants.micros(clock.instant()));
      return before;
    });
    return done(who, enabled ? "enabled" : "disabled", before);
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
        changes.run(batch -> {
          table.require(batch.sql(), name);
          table.delete(batch.sql(), name);
          table.removeUnused(batch.sql());
          return dropCollections
              ? new ExtensionCollections(name, batch).drop(table.list(batch.sql()))
              : List.<String>of();
        });
    log(who, "uninstalled", before);
    return dropped;
  }

  private void requireEnabled() {
    if (!settings.enabled()) {
      throw Problem.conflict(
          "extensions_disabled",
          "Extensions are turned off on this server; set extensions.enabled = true.");
    }
  }

  private ExtensionInfo done(Principal who, String what, InstalledExtension extension) {
    log(who, what, extension);
    return get(extension.name(), false);
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
