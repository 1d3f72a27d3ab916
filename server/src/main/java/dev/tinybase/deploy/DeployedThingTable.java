package dev.tinybase.deploy;

import dev.tinybase.db.Sql;
import dev.tinybase.deploy.DeployedThing.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on {@code _deployed_things}: in which state the last deployment left each. */
final class DeployedThingTable {
  private DeployedThingTable() {}

  /** For each thing the hash of its state after the last deployment. */
  static SequencedMap<DeployedThing, String> hashes(Sql sql) {
    var hashes = new TreeMap<DeployedThing, String>();
    sql.each(
        "select kind, name, hash from _deployed_things",
        row -> {
          var kind = Kind.valueOf(row.text(1).toUpperCase(Locale.ROOT));
          hashes.put(new DeployedThing(kind, row.text(2)), row.text(3));
        });
    return hashes;
  }

  /** Keeps what a deployment has left behind. */
  static void put(Sql sql, Map<DeployedThing, String> hashes, @Nullable UUID by, Instant at) {
    hashes.forEach((thing, hash) ->
        sql.update(
            "insert into _deployed_things (kind, name, hash, deployed_at, deployed_by)"
                + " values (?, ?, ?, ?, ?) on conflict (kind, name) do update set"
                + " hash = excluded.hash, deployed_at = excluded.deployed_at,"
                + " deployed_by = excluded.deployed_by",
            thing.kind().word(),
            thing.name(),
            hash,
            at,
            by));
  }
}
