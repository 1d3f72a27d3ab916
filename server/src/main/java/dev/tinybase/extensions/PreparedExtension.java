package dev.tinybase.extensions;

import dev.tinybase.collections.CollectionBatch;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An extension that was fetched and found good, to be installed or updated in a transaction that
 * changes more than it.
 */
public final class PreparedExtension {
  private final ReviewedExtension reviewed;
  private final InstalledExtension draft;
  private final byte[] zip;
  private final ExtensionTable table;
  private final ExtensionChanges changes;

  /**
   * What was found good.
   *
   * @param draft as it would be installed where it is not yet
   */
  PreparedExtension(
      ReviewedExtension reviewed,
      InstalledExtension draft,
      ExtensionTable table,
      ExtensionChanges changes) {
    this.reviewed = reviewed;
    this.draft = draft;
    this.zip = reviewed.fetched().files().zip();
    this.table = table;
    this.changes = changes;
  }

  /** Its name. */
  public String name() {
    return draft.name();
  }

  /** The version of its manifest. */
  public String version() {
    return draft.manifest().version();
  }

  /** The commit's hash; null for a folder as it stands. */
  public @Nullable String commit() {
    return draft.commit();
  }

  /** Of its files. */
  public String hash() {
    return draft.hash();
  }

  /** The names of the functions that it brings. */
  public List<String> functions() {
    return reviewed.provides().functions();
  }

  /** Installs it, or puts it in place of the version that is there, which keeps its settings. */
  public void write(CollectionBatch batch) {
    var sql = batch.sql();
    var current = table.find(sql, name());
    changes.apply(batch, reviewed);
    table.keep(sql, hash(), zip);
    if (current.isEmpty()) {
      table.requireRoom(sql);
      table.insert(sql, draft);
    } else {
      table.replace(sql, current.get().updated(reviewed, draft.updatedAt()).from(draft));
      table.removeUnused(sql);
    }
    sql.announce(Topic.EXTENSIONS);
  }

  /**
   * What is installed: for each name the hash of its files. Nobody else changes it until the
   * transaction ends.
   */
  static Map<String, String> installed(Sql sql, ExtensionTable table) {
    table.lock(sql);
    var hashes = new TreeMap<String, String>();
    table.list(sql).forEach(it -> hashes.put(it.name(), it.hash()));
    return hashes;
  }
}
