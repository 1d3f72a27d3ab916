package dev.tinybase.functions.versions;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.functions.loading.DeployedSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The deployed versions that every node runs. Texts are read once, since they never change. */
public final class ActiveVersions {
  private final Database database;
  private final VersionTable table;
  private volatile Map<String, String> texts = Map.of();

  public ActiveVersions(Database database) {
    this.database = database;
    this.table = new VersionTable(database.dialect());
  }

  /** The active version of each name. */
  public List<DeployedSource> list() {
    var sources = database.snapshot(this::read);
    var now = new HashMap<String, String>();
    sources.forEach(source -> now.put(source.hash(), source.text()));
    texts = Map.copyOf(now);
    return sources;
  }

  private List<DeployedSource> read(Sql sql) {
    var known = texts;
    return table.active(sql).stream()
        .map(version ->
            new DeployedSource(
                version.id(), version.name(), version.hash(), text(sql, version.hash(), known)))
        .toList();
  }

  private String text(Sql sql, String hash, Map<String, String> known) {
    var text = known.get(hash);
    return text != null
        ? text
        : table
            .text(sql, hash)
            .orElseThrow(() -> new IllegalStateException("no source with the hash " + hash));
  }
}
