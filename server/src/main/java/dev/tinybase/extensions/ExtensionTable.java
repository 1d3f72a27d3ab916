package dev.tinybase.extensions;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.ExtensionFiles;
import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The statements on {@code _extensions} and what belongs to them, for use inside one work. */
final class ExtensionTable {
  private static final int MOST_INSTALLED = 200;

  private final Dialect dialect;
  private final String select;

  ExtensionTable(Dialect dialect) {
    this.dialect = dialect;
    this.select =
        "select id, manifest, repo_url, credentials, ref, commit_hash, hash, library_lock, provides, settings,"
            + " is_enabled, "
            + dialect.select(ColumnType.TIMESTAMP, "installed_at")
            + " as installed, installed_by, "
            + dialect.select(ColumnType.TIMESTAMP, "updated_at")
            + " as updated from _extensions";
  }

  /** Lets only one at a time change what is installed, until the transaction ends. */
  void lock(Sql sql) {
    sql.update(
        "insert into _meta (key, value) values ('extensions', '') on conflict (key) do nothing");
    sql.first(
        "select value from _meta where key = 'extensions'" + dialect.forUpdate(),
        row -> row.text(1));
  }

  /** All by name. */
  List<InstalledExtension> list(Sql sql) {
    return sql.list(select + " order by name", ExtensionTable::extension);
  }

  /** The hash of the files of each that is turned on, by its name. */
  Map<String, String> hashes(Sql sql) {
    var hashes = new HashMap<String, String>();
    sql.each(
        "select name, hash from _extensions where is_enabled",
        row -> hashes.put(row.text(1), row.text(2)));
    return hashes;
  }

  Optional<InstalledExtension> find(Sql sql, String name) {
    return sql.first(select + " where name = ?", ExtensionTable::extension, name);
  }

  /**
   * The extension of a name.
   *
   * @throws Problem 404 {@code extension_not_found}
   */
  InstalledExtension require(Sql sql, String name) {
    return find(sql, name)
        .orElseThrow(() ->
            Problem.notFound(
                "extension_not_found", "Extension '" + Texts.abbreviate(name) + "' not found."));
  }

  /** The files of a hash. */
  Optional<ExtensionFiles> files(Sql sql, String hash) {
    return sql.first(
            "select content from _extension_archives where hash = ?", row -> row.bytes(1), hash)
        .map(ExtensionFiles::unzip);
  }

  /** Refuses with 409 where no further one can be installed. */
  void requireRoom(Sql sql) {
    if (list(sql).size() >= MOST_INSTALLED) {
      throw Problem.conflict(
          "too_many_extensions",
          MOST_INSTALLED + " extensions are installed, and no more can be; uninstall one.");
    }
  }

  /** Writes a new one, whose files were {@link #keep kept}. */
  void insert(Sql sql, InstalledExtension extension) {
    sql.update(
        "insert into _extensions (id, name, version, repo_url, credentials, ref, commit_hash, hash,"
            + " library_lock, manifest, provides, settings, is_enabled, installed_at, installed_by, updated_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        extension.id(),
        extension.name(),
        extension.manifest().version(),
        extension.repoUrl(),
        extension.credentials(),
        extension.ref(),
        extension.commit(),
        extension.hash(),
        extension.libraryLock(),
        Json.text(extension.manifest().tree()),
        Json.text(extension.provides().json()),
        Json.text(extension.settings()),
        extension.isEnabled(),
        extension.installedAt(),
        extension.installedBy(),
        extension.updatedAt());
  }

  /** Puts another version in place of the one that is there; its state stays. */
  void replace(Sql sql, InstalledExtension extension) {
    sql.update(
        "update _extensions set version = ?, repo_url = ?, credentials = ?, ref = ?,"
            + " commit_hash = ?, hash = ?, library_lock = ?, manifest = ?, provides = ?,"
            + " settings = ?, updated_at = ? where name = ?",
        extension.manifest().version(),
        extension.repoUrl(),
        extension.credentials(),
        extension.ref(),
        extension.commit(),
        extension.hash(),
        extension.libraryLock(),
        Json.text(extension.manifest().tree()),
        Json.text(extension.provides().json()),
        Json.text(extension.settings()),
        extension.updatedAt(),
        extension.name());
  }

  void setEnabled(Sql sql, String name, boolean enabled, Instant now) {
    sql.update(
        "update _extensions set is_enabled = ?, updated_at = ? where name = ?", enabled, now, name);
  }

  /** Keeps values of settings in place of all that there were. */
  void setSettings(Sql sql, String name, ObjectNode settings, Instant now) {
    sql.update(
        "update _extensions set settings = ?, updated_at = ? where name = ?",
        Json.text(settings),
        now,
        name);
  }

  void delete(Sql sql, String name) {
    sql.update("delete from _extensions where name = ?", name);
  }

  /** Keeps files under their hash, unless they are there. */
  void keep(Sql sql, String hash, byte[] zip) {
    sql.update(
        "insert into _extension_archives (hash, content) values (?, ?) on conflict (hash) do"
            + " nothing",
        hash,
        zip);
  }

  /** Removes the files that no extension has any more. */
  void removeUnused(Sql sql) {
    sql.update(
        "delete from _extension_archives where not exists"
            + " (select 1 from _extensions e where e.hash = _extension_archives.hash)");
  }

  private static InstalledExtension extension(Row row) {
    return new InstalledExtension(
        row.uuid("id"),
        Manifest.ofStored((ObjectNode) Json.trusted(row.text("manifest"))),
        row.text("repo_url"),
        row.textOrNull("ref"),
        row.textOrNull("commit_hash"),
        row.text("hash"),
        row.text("library_lock"),
        Provides.of(row.text("provides")),
        (ObjectNode) Json.trusted(row.text("settings")),
        row.bool("is_enabled"),
        row.instant("installed"),
        row.uuidOrNull("installed_by"),
        row.instant("updated"),
        row.textOrNull("credentials"));
  }
}
