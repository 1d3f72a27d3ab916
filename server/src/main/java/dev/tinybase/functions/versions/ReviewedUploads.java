package dev.tinybase.functions.versions;

import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.DeployedSource;
import dev.tinybase.functions.versions.DeploymentOutcome.Deployed;
import dev.tinybase.functions.versions.VersionTable.Act;
import dev.tinybase.functions.versions.VersionTable.Stored;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files of functions that will do beside all that is deployed, to be made active in a transaction
 * that changes more than them.
 */
public final class ReviewedUploads {
  private final DeploymentBatch batch;
  private final List<DeployedSource> beside;
  private final VersionTable table;
  private final Act act;

  /**
   * The files of a batch in which nothing was refused.
   *
   * @param beside what was active when they were looked at
   */
  ReviewedUploads(DeploymentBatch batch, List<DeployedSource> beside, VersionTable table, Act act) {
    this.batch = batch;
    this.beside = beside;
    this.table = table;
    this.act = act;
  }

  /** The files' names without {@code .java}, each with the hash of its content, in their order. */
  public List<Upload> uploads() {
    return batch.items().stream()
        .map(item -> new Upload(item.upload().name(), item.hash()))
        .toList();
  }

  /** A file that is to be active. */
  public record Upload(String name, String hash) {}

  /**
   * The active versions: for each name the hash of its content. Nobody else changes them until the
   * transaction ends.
   */
  public Map<String, String> active(Sql sql) {
    table.lock(sql);
    var hashes = new TreeMap<String, String>();
    for (Stored version : table.active(sql)) {
      hashes.put(version.name(), version.hash());
    }
    return hashes;
  }

  /**
   * Makes them active, which the nodes hear of after the commit; the outcomes in their order.
   *
   * @throws Problem 409 {@code deployed_meanwhile} where others are active than those that they
   *     were looked at beside
   */
  public List<Deployed> write(Sql sql) {
    if (batch.items().isEmpty()) {
      return List.of();
    }
    var seen = new TreeMap<String, String>();
    beside.forEach(source -> seen.put(source.name(), source.hash()));
    if (!active(sql).equals(seen)) {
      throw Problem.conflict(
          "deployed_meanwhile",
          "Somebody else has deployed functions meanwhile; repeat this deployment.");
    }
    var outcomes = batch.write(sql, table, act);
    sql.announce(Topic.FUNCTIONS);
    return outcomes.stream().map(Deployed.class::cast).toList();
  }
}
