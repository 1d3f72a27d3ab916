package dev.tinybase.extensions;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.auth.Principal;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.ExtensionFetcher;
import dev.tinybase.extensions.source.ExtensionSource;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Brings extensions, and other versions of them, from where they are into the database. */
final class ExtensionInstaller {
  private final Settings.Extensions settings;
  private final Database database;
  private final ExtensionTable table;
  private final ExtensionChanges changes;
  private final ExtensionFetcher fetcher;
  private final ExtensionReview review;
  private final SourceCredentials credentials;
  private final Clock clock;

  ExtensionInstaller(
      Settings.Extensions settings,
      Database database,
      ExtensionChanges changes,
      ExtensionFetcher fetcher,
      ExtensionReview review,
      SourceCredentials credentials,
      Clock clock) {
    this.settings = settings;
    this.database = database;
    this.table = new ExtensionTable(database.dialect());
    this.changes = changes;
    this.fetcher = fetcher;
    this.review = review;
    this.credentials = credentials;
    this.clock = clock;
  }

  /** See {@link ExtensionService#preview}. */
  ExtensionPreview preview(String address, @Nullable String ref) {
    var fetched = fetcher.fetch(ExtensionSource.parse(address, ref, settings));
    var manifest = review.manifest(fetched);
    var installed = database.read(sql -> table.find(sql, manifest.name()));
    var lock = installed.map(InstalledExtension::libraryLock).orElse("");
    var reviewed = review.review(fetched, manifest, lock);
    var plan = changes.preview(reviewed);
    return ExtensionPreview.of(
        reviewed, installed.map(it -> it.manifest().version()).orElse(null), plan);
  }

  /** See {@link ExtensionService#install}. */
  InstalledExtension install(String address, @Nullable String ref, Principal who) {
    var source = ExtensionSource.parse(address, ref, settings);
    var fetched = fetcher.fetch(source);
    var manifest = review.manifest(fetched);
    database.read(sql -> requireNew(sql, manifest.name()));
    var reviewed = review.review(fetched, manifest, "");
    var made = installed(reviewed, credentials.seal(manifest.name(), source), who);
    var zip = fetched.files().zip();
    return changes.run(batch -> {
      requireNew(batch.sql(), made.name());
      changes.apply(batch, reviewed);
      table.keep(batch.sql(), made.hash(), zip);
      table.insert(batch.sql(), made);
      return made;
    });
  }

  /** See {@link ExtensionService#prepare}. */
  PreparedExtension prepare(String address, @Nullable String ref, Principal who) {
    var asked = ExtensionSource.parse(address, ref, settings);
    var known =
        database.read(table::list).stream()
            .filter(it -> it.repoUrl().equals(asked.shown()))
            .findFirst();
    var source = known.map(it -> credentials.source(it, ref)).orElse(asked);
    var fetched = fetcher.fetch(source);
    var manifest = review.manifest(fetched);
    var installed = database.read(sql -> table.find(sql, manifest.name()));
    var lock = installed.map(InstalledExtension::libraryLock).orElse("");
    var reviewed = review.review(fetched, manifest, lock);
    var draft = installed(reviewed, credentials.seal(manifest.name(), source), who);
    return new PreparedExtension(reviewed, draft, table, changes);
  }

  private boolean requireNew(Sql sql, String name) {
    if (table.find(sql, name).isPresent()) {
      throw Problem.conflict(
          "extension_exists",
          "The extension '" + name + "' is installed already; update it, or uninstall it first.");
    }
    table.requireRoom(sql);
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

  /** See {@link ExtensionService#update}. */
  InstalledExtension update(String name, @Nullable String ref) {
    var before = database.read(sql -> table.require(sql, name));
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
    return changes.run(batch -> {
      var current = table.require(batch.sql(), name);
      if (!current.hash().equals(before.hash())) {
        throw Problem.conflict(
            "extension_changed", "'" + name + "' was changed meanwhile; look at it, then repeat.");
      }
      var version = current.updated(reviewed, now());
      changes.apply(batch, reviewed);
      table.keep(batch.sql(), version.hash(), zip);
      table.replace(batch.sql(), version);
      table.removeUnused(batch.sql());
      return version;
    });
  }

  private Instant now() {
    return Instants.micros(clock.instant());
  }
}
