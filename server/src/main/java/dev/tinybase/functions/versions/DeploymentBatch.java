package dev.tinybase.functions.versions;

import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.DeployedSource;
import dev.tinybase.functions.loading.FunctionLoader;
import dev.tinybase.functions.versions.DeploymentOutcome.Deployed;
import dev.tinybase.functions.versions.VersionTable.Act;
import dev.tinybase.functions.versions.VersionTable.Stored;
import dev.tinybase.text.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files that are deployed together, and what stands against each. */
final class DeploymentBatch {
  /** One of them. */
  record Item(
      FunctionUpload upload, String hash, @Nullable Problem problem, List<String> warnings) {
    private Item refused(Problem reason) {
      return new Item(upload, hash, reason, warnings);
    }
  }

  private final List<Item> items;

  private DeploymentBatch(List<Item> items) {
    this.items = List.copyOf(items);
  }

  /** Looks at each file by itself, and then compiles and loads those that are left. */
  static DeploymentBatch review(
      List<FunctionUpload> uploads,
      long maxBytes,
      FunctionLoader loader,
      List<DeployedSource> active) {
    var items = new ArrayList<Item>();
    var good = new HashMap<String, DeployedSource>();
    for (var upload : uploads) {
      var item = item(upload, maxBytes, loader, good.containsKey(upload.name()));
      items.add(item);
      if (item.problem() == null) {
        good.put(upload.name(), source(item));
      }
    }
    var review = DeploymentReview.of(loader, active, good.values());
    items.replaceAll(item -> with(item, review));
    return new DeploymentBatch(items);
  }

  /** In the order in which they came. */
  List<Item> items() {
    return items;
  }

  /** Throws when there is something against any of them. */
  void requireAll() {
    var bad = items.stream().filter(item -> item.problem() != null).toList();
    if (!bad.isEmpty()) {
      throw CompileProblems.batch(bad, items.size());
    }
  }

  private static Item item(
      FunctionUpload upload, long maxBytes, FunctionLoader loader, boolean twice) {
    var item = new Item(upload, Sha256.hex(upload.content()), null, upload.warnings());
    try {
      upload.check(maxBytes);
    } catch (Problem problem) {
      return item.refused(problem);
    }
    if (twice) {
      return item.refused(
          Problem.badRequest("duplicate_file", upload.filename() + " appears twice here"));
    }
    var syntax = loader.syntaxErrors(source(item));
    return syntax.isEmpty() ? item : item.refused(CompileProblems.syntax(syntax));
  }

  private static DeployedSource source(Item item) {
    return new DeployedSource(
        new UUID(0, 0), item.upload().name(), item.hash(), item.upload().content());
  }

  private static Item with(Item item, DeploymentReview review) {
    if (item.problem() != null) {
      return item;
    }
    var warnings = new ArrayList<>(item.warnings());
    warnings.addAll(review.warnings(item.upload().name()));
    return new Item(
        item.upload(),
        item.hash(),
        review.refused().get(item.upload().name()),
        List.copyOf(warnings));
  }

  /**
   * Keeps what the batch brings and makes it active, within one transaction; what became of each
   * file, in their order.
   */
  List<DeploymentOutcome> write(Sql sql, VersionTable table, Act act) {
    return items.stream().map(item -> write(sql, table, item, act)).toList();
  }

  private static DeploymentOutcome write(Sql sql, VersionTable table, Item item, Act act) {
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

  private static DeploymentOutcome done(Stored version, Item item, boolean isNew, String message) {
    return Deployed.of(version, isNew, message, item.warnings());
  }
}
