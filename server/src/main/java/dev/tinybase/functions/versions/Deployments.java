package dev.tinybase.functions.versions;

import dev.tinybase.auth.Principal;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.loading.DeployedSource;
import dev.tinybase.functions.loading.FunctionLoader;
import dev.tinybase.functions.versions.DeploymentOutcome.Deployed;
import dev.tinybase.functions.versions.VersionTable.Act;
import dev.tinybase.functions.versions.VersionTable.Stored;
import dev.tinybase.text.Instants;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Deploys functions: keeps every version, makes one of each name the active one, and lets all nodes
 * switch to it. What would not compile or load is refused before anything changes. Who may deploy
 * is the caller's to decide.
 */
public final class Deployments {
  private static final System.Logger LOG = System.getLogger("dev.tinybase.functions");

  private final Database database;
  private final VersionTable table;
  private final ActiveVersions active;
  private final FunctionLoader loader;
  private final CallLog calls;
  private final long maxBytes;
  private final InstantSource clock;

  public Deployments(
      Database database,
      ActiveVersions active,
      FunctionLoader loader,
      CallLog calls,
      Settings.Functions settings,
      InstantSource clock) {
    this.database = database;
    this.table = new VersionTable(database.dialect());
    this.active = active;
    this.loader = loader;
    this.calls = calls;
    this.maxBytes = settings.maxPayloadBytes();
    this.clock = clock;
    database.onForeignChange(Topic.FUNCTIONS, loader::deploymentsChanged);
  }

  /**
   * Deploys a file.
   *
   * @throws Problem 400 for a bad name, or for code that does not compile or load
   */
  public Deployed upload(FunctionUpload upload, Principal who) {
    return switch (uploadAll(List.of(upload), false, who).getFirst()) {
      case Deployed deployed -> deployed;
      case DeploymentOutcome.Refused(_, var problem) -> throw problem;
    };
  }

  /**
   * Deploys files that may need each other. The outcomes come in their order.
   *
   * @param atomic whether nothing is deployed when something stands against any of them
   * @throws Problem 400 when it is atomic and something does
   */
  public List<DeploymentOutcome> uploadAll(
      List<FunctionUpload> uploads, boolean atomic, Principal who) {
    return alone(() -> {
      var batch = DeploymentBatch.review(uploads, maxBytes, loader, active.list());
      if (atomic) {
        batch.requireAll();
      }
      var outcomes = write(sql -> batch.write(sql, table, act(who)));
      for (var outcome : outcomes) {
        if (outcome instanceof Deployed deployed) {
          log(who, deployed.isNew() ? "deployed" : "deployed again", deployed);
        }
      }
      return outcomes;
    });
  }

  /**
   * Deploys files, all or none, in a transaction that changes more than them.
   *
   * @param transaction runs it, and within it has to {@linkplain ReviewedUploads#write write} what
   *     was found good; what it gives is given on
   * @throws Problem 400 {@code batch_refused} when something stands against any of the files
   */
  public <T> T uploadWithin(
      List<FunctionUpload> uploads, Principal who, Function<ReviewedUploads, T> transaction) {
    return alone(() -> {
      var beside = active.list();
      var batch = DeploymentBatch.review(uploads, maxBytes, loader, beside);
      batch.requireAll();
      return transaction.apply(new ReviewedUploads(batch, beside, table, act(who)));
    });
  }

  /**
   * Makes a version active that was deployed before.
   *
   * @throws Problem 404 for an unknown version, 400 for one that does not compile any more
   */
  public Deployed activate(String name, UUID versionId, Principal who) {
    return alone(() -> {
      var target = database.read(sql -> version(sql, name, versionId));
      review(target);
      var done =
          write(sql -> {
            var before = table.active(sql, name);
            if (before.isPresent() && before.get().id().equals(versionId)) {
              return Deployed.of(target, false, "This version is active already", List.of());
            }
            table.activate(sql, target, before.map(Stored::id).orElse(null), act(who));
            return Deployed.of(target, false, "Activated this version", List.of());
          });
      log(who, "activated", done);
      return done;
    });
  }

  /**
   * Goes back to the version that was active before the one that is; again, to the one before that.
   *
   * @throws Problem 404 when none is active, 409 when there was none before, 400 when that one does
   *     not compile any more
   */
  public Deployed rollback(String name, Principal who) {
    return alone(() -> {
      var now = database.read(sql -> table.active(sql, name)).orElseThrow(() -> notDeployed(name));
      var before = now.replaced();
      if (before == null) {
        throw Problem.conflict(
            "no_earlier_version", "There was no active version of '" + name + "' before this one");
      }
      var target = database.read(sql -> version(sql, name, before));
      review(target);
      var done =
          write(sql -> {
            if (!table.active(sql, name).map(Stored::id).equals(Optional.of(now.id()))) {
              throw Problem.conflict(
                  "version_changed", "Another version of '" + name + "' was activated meanwhile");
            }
            table.activate(sql, target, target.replaced(), act(who));
            return Deployed.of(target, false, "Went back to the version before", List.of());
          });
      log(who, "activated", done);
      return done;
    });
  }

  /**
   * Ends the deployment of a name. Its versions stay and can be activated again; a file of the
   * folder with the same name comes back.
   *
   * @throws Problem 404 when no version is active, 409 for a shared file that others need
   */
  public void delete(String name, Principal who) {
    alone(() -> {
      var all = active.list();
      if (all.stream().noneMatch(source -> source.name().equals(name))) {
        throw notDeployed(name);
      }
      if (name.startsWith(DeployedSource.SHARED)) {
        requireUnused(name, all);
      }
      write(sql -> {
        table.deactivate(sql, name);
        return true;
      });
      log(who, "ended the deployment of " + name);
      return true;
    });
  }

  /** The names of the functions of which a version is active, in their order. */
  public List<String> names() {
    return database.snapshot(sql -> table.active(sql)).stream()
        .map(Stored::name)
        .filter(name -> !name.startsWith(DeployedSource.SHARED))
        .toList();
  }

  /**
   * The versions of a name, the newest first.
   *
   * @throws Problem 404 when there are none
   */
  public List<FunctionVersion> versions(String name, int limit) {
    calls.flush();
    var versions = database.snapshot(sql -> table.list(sql, name, limit));
    if (versions.isEmpty()) {
      throw Problem.notFound(
          "no_versions", "No version of '" + name + "' was ever deployed; see its spelling");
    }
    return versions;
  }

  /**
   * The text of a version.
   *
   * @throws Problem 404 for an unknown version
   */
  public DeployedSource source(String name, UUID versionId) {
    return database.snapshot(sql -> source(sql, version(sql, name, versionId)));
  }

  /** One deployment after the other, so that each is reviewed beside what it will live with. */
  private synchronized <T> T alone(Supplier<T> change) {
    var result = change.get();
    loader.deploymentsChanged();
    return result;
  }

  /** Changes what is deployed in one transaction, and tells all nodes. */
  private <T> T write(Function<Sql, T> change) {
    return database.write(sql -> {
      table.lock(sql);
      var result = change.apply(sql);
      sql.announce(Topic.FUNCTIONS);
      return result;
    });
  }

  private void review(Stored version) {
    var source = database.snapshot(sql -> source(sql, version));
    var review = DeploymentReview.of(loader, active.list(), List.of(source));
    var problem = review.refused().get(version.name());
    if (problem != null) {
      throw problem;
    }
  }

  private void requireUnused(String name, List<DeployedSource> all) {
    var rest = all.stream().filter(source -> !source.name().equals(name)).toList();
    var failures = loader.check(rest).failures();
    if (!failures.isEmpty()) {
      throw CompileProblems.needed(name, failures);
    }
  }

  private Stored version(Sql sql, String name, UUID id) {
    return table
        .find(sql, name, id)
        .orElseThrow(() ->
            Problem.notFound(
                "version_not_found",
                "'" + name + "' has no version " + id + "; its versions list those that it has"));
  }

  private DeployedSource source(Sql sql, Stored version) {
    var text = table.text(sql, version.hash()).orElseThrow();
    return new DeployedSource(version.id(), version.name(), version.hash(), text);
  }

  private Act act(Principal who) {
    var token = who instanceof Principal.Application program ? program.name() : null;
    return new Act(who.userId(), token, Instants.micros(clock.instant()));
  }

  private static void log(Principal who, String what, Deployed version) {
    log(who, "%s %s (version %s)".formatted(what, version.name(), version.versionId()));
  }

  private static void log(Principal who, String what) {
    LOG.log(System.Logger.Level.INFO, who.shown() + " " + what);
  }

  private static Problem notDeployed(String name) {
    return Problem.notFound("not_deployed", "No version of '" + name + "' is deployed");
  }
}
