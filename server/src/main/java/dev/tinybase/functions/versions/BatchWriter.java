package dev.tinybase.functions.versions;

import dev.tinybase.db.Sql;
import dev.tinybase.functions.versions.VersionTable.Act;
import dev.tinybase.functions.versions.VersionTable.Stored;
import java.util.List;

/** Keeps what a batch brings and makes it active, within one transaction. */
final class BatchWriter {
  private BatchWriter() {}

  /** What became of each file, in their order. */
  static List<DeploymentOutcome> write(
      Sql sql, VersionTable table, DeploymentBatch batch, Act act) {
    table.lock(sql);
    var outcomes = batch.items().stream().map(item -> write(sql, table, item, act)).toList();
    sql.announce();
    return outcomes;
  }

  private static DeploymentOutcome write(
      Sql sql, VersionTable table, DeploymentBatch.Item item, Act act) {
    var name = item.upload().name();
    var problem = item.problem();
    if (problem != null) {
      return new DeploymentOutcome.Refused(name, problem);
    }
    var before = table.active(sql, name).orElse(null);
    if (before != null && before.hash().equals(item.hash())) {
      return done(before, item, false, "This version is active already");
    }
    var known = table.find(sql, name, item.hash());
    var version = known.orElseGet(() -> table.insert(sql, item.hash(), item.upload(), act));
    table.activate(sql, version, before == null ? null : before.id(), act);
    return known.isEmpty()
        ? done(version, item, true, "Deployed a new version")
        : done(version, item, false, "Activated the known version of this content");
  }

  private static DeploymentOutcome done(
      Stored version, DeploymentBatch.Item item, boolean isNew, String message) {
    return new DeploymentOutcome.Done(DeployedVersion.of(version, isNew, message, item.warnings()));
  }
}
