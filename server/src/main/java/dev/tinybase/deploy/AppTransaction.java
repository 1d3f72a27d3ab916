package dev.tinybase.deploy;

import static java.util.stream.Collectors.joining;

import dev.tinybase.collections.CollectionBatch;
import dev.tinybase.db.Sql;
import dev.tinybase.deploy.DeployedApp.DeployedCollection;
import dev.tinybase.deploy.DeployedApp.DeployedExtension;
import dev.tinybase.deploy.DeployedApp.DeployedFunction;
import dev.tinybase.deploy.DeployedApp.Outcome;
import dev.tinybase.deploy.DeployedThing.Kind;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.ExtensionService;
import dev.tinybase.extensions.PreparedExtension;
import dev.tinybase.functions.versions.ReviewedUploads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A deployment within its transaction; a new one for each attempt at that. */
final class AppTransaction {
  private final AppDeployment app;
  private final CollectionBatch batch;
  private final ReviewedUploads functions;
  private final List<PreparedExtension> extensions;
  private final Sql sql;

  /** The versions that were active before. */
  private final Map<String, String> active;

  /** The extensions that were installed before. */
  private final Map<String, String> installed;

  /** What the last deployment left behind; nothing where that is not asked. */
  private final Map<DeployedThing, String> last;

  private final List<CollectionPlan> plans;

  /**
   * Takes the locks, always in this order, and looks at what is there.
   *
   * @param service of extensions
   */
  AppTransaction(
      AppDeployment app,
      CollectionBatch batch,
      ReviewedUploads functions,
      List<PreparedExtension> extensions,
      ExtensionService service) {
    this.app = app;
    this.batch = batch;
    this.functions = functions;
    this.extensions = extensions;
    this.sql = batch.sql();
    this.active = functions.active(sql);
    this.installed = extensions.isEmpty() ? Map.of() : service.installed(sql);
    this.last = app.tracked() ? DeployedThingTable.hashes(sql) : Map.of();
    this.plans =
        app.collections().stream()
            .map(wish ->
                CollectionPlan.of(batch, wish, app.drop().getOrDefault(wish.name(), Set.of())))
            .toList();
  }

  /**
   * Changes everything.
   *
   * @throws Problem 409 {@code deployment_drift}; 400 where a declaration or a record stands in the
   *     way
   */
  DeployedApp run(@Nullable UUID who, Instant at) {
    var drift = drift();
    if (!drift.isEmpty() && !app.overwriteDrift()) {
      throw Drift.problem(drift);
    }
    refuse(plans.stream().filter(plan -> plan.problem() != null).map(AppTransaction::named));
    var installs = deployExtensions();
    var collections = changeCollections();
    var deployed = deployFunctions();
    var left = left();
    if (app.tracked()) {
      DeployedThingTable.put(sql, states(collections), who, at);
    }
    return new DeployedApp(collections, deployed, installs, drift, left, app.dryRun());
  }

  private List<Drift> drift() {
    var drift = new ArrayList<Drift>();
    for (var extension : extensions) {
      var now = installed.get(extension.name());
      if (!extension.hash().equals(now)) {
        addDrift(drift, extension(extension.name()), now);
      }
    }
    for (var plan : plans) {
      if (plan.isNeeded()) {
        var now = plan.before() == null ? null : CollectionPlan.hash(plan.before());
        addDrift(drift, plan.thing(), now);
      }
    }
    for (var upload : functions.uploads()) {
      var now = active.get(upload.name());
      if (!upload.hash().equals(now)) {
        addDrift(drift, function(upload.name()), now);
      }
    }
    return drift;
  }

  private void addDrift(List<Drift> drift, DeployedThing thing, @Nullable String now) {
    var then = last.get(thing);
    if (then != null && !then.equals(now)) {
      drift.add(new Drift(thing, now == null));
    }
  }

  /** All collections are tried, so that what stands in the way of each is told at once. */
  private List<DeployedCollection> changeCollections() {
    var changed = new ArrayList<DeployedCollection>();
    var problems = new ArrayList<Problem>();
    for (var plan : plans) {
      try {
        changed.add(sql.nested(_ -> plan.run(batch)));
      } catch (Problem e) {
        problems.add(named(plan, e));
      }
    }
    refuse(problems.stream());
    return changed;
  }

  private static Problem named(CollectionPlan plan) {
    return named(plan, Objects.requireNonNull(plan.problem()));
  }

  /** What is refused names its collection. */
  private static Problem named(CollectionPlan plan, Problem problem) {
    if (problem.kind() != Problem.Kind.BAD_REQUEST && problem.kind() != Problem.Kind.INVALID) {
      throw problem;
    }
    var name = plan.wish().name();
    var errors =
        problem.errors().stream()
            .map(it -> new FieldError(name + "." + it.field(), it.code(), it.message()))
            .toList();
    return Problem.badRequest(
        problem.code(), "Collection '" + name + "': " + reason(problem), errors);
  }

  private static String reason(Problem problem) {
    return problem.inputs().isEmpty()
        ? problem.detail()
        : problem.inputs().stream()
            .map(input -> input.loc().getLast() + " " + input.msg())
            .collect(joining("; "));
  }

  private static void refuse(Stream<Problem> found) {
    var problems = found.toList();
    if (problems.size() == 1) {
      throw problems.getFirst();
    } else if (!problems.isEmpty()) {
      throw Problem.badRequest(
          "collections_refused",
          problems.stream().map(Problem::detail).collect(joining(" ")),
          problems.stream().flatMap(problem -> problem.errors().stream()).toList());
    }
  }

  private List<DeployedExtension> deployExtensions() {
    var deployed = new ArrayList<DeployedExtension>();
    for (var extension : extensions) {
      var outcome = Outcome.of(installed.get(extension.name()), extension.hash());
      if (outcome != Outcome.UNCHANGED) {
        extension.write(batch);
      }
      deployed.add(
          new DeployedExtension(
              extension.name(), extension.version(), extension.commit(), outcome));
    }
    return deployed;
  }

  private List<DeployedFunction> deployFunctions() {
    return functions.write(sql).stream()
        .map(version ->
            new DeployedFunction(
                version, Outcome.of(active.get(version.name()), version.contentHash())))
        .toList();
  }

  /** Of the kinds of things that this deployment has. */
  private List<DeployedThing> left() {
    return last.keySet().stream()
        .filter(thing ->
            switch (thing.kind()) {
              case EXTENSION ->
                  extensions.stream().noneMatch(it -> it.name().equals(thing.name()))
                      && installed.containsKey(thing.name());
              case COLLECTION ->
                  !plans.isEmpty()
                      && plans.stream().noneMatch(plan -> plan.thing().equals(thing))
                      && batch.find(thing.name()).isPresent();
              case FUNCTION ->
                  !functions.uploads().isEmpty()
                      && functions.uploads().stream()
                          .noneMatch(upload -> upload.name().equals(thing.name()))
                      && active.containsKey(thing.name());
            })
        .toList();
  }

  private Map<DeployedThing, String> states(List<DeployedCollection> collections) {
    var states = new HashMap<DeployedThing, String>();
    for (var it : collections) {
      var collection = it.change().collection();
      states.put(
          new DeployedThing(Kind.COLLECTION, collection.name()), CollectionPlan.hash(collection));
    }
    extensions.forEach(it -> states.put(extension(it.name()), it.hash()));
    functions.uploads().forEach(it -> states.put(function(it.name()), it.hash()));
    return states;
  }

  private static DeployedThing extension(String name) {
    return new DeployedThing(Kind.EXTENSION, name);
  }

  private static DeployedThing function(String name) {
    return new DeployedThing(Kind.FUNCTION, name);
  }
}
