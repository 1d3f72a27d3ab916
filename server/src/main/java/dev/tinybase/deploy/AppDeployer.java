package dev.tinybase.deploy;

import dev.tinybase.auth.Principal;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.ExtensionService;
import dev.tinybase.extensions.PreparedExtension;
import dev.tinybase.functions.versions.Deployments;
import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.text.Instants;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys apps: everything is checked and compiled first, then changed in one transaction, and then
 * taken over by all nodes. Who may deploy is the caller's to decide.
 */
public final class AppDeployer {
  private static final Logger LOG = LoggerFactory.getLogger(AppDeployer.class);

  private final CollectionService collections;
  private final Deployments functions;
  private final ExtensionService extensions;
  private final InstantSource clock;

  public AppDeployer(
      CollectionService collections,
      Deployments functions,
      ExtensionService extensions,
      InstantSource clock) {
    this.collections = collections;
    this.functions = functions;
    this.extensions = extensions;
    this.clock = clock;
  }

  /**
   * Deploys an app, whole or not at all.
   *
   * @throws Problem 400 for collections or functions that will not do, and where records stand in
   *     the way; 409 {@code deployment_drift} where others have changed what this would overwrite
   */
  public DeployedApp deploy(AppDeployment app, Principal who) {
    app.check();
    var at = Instants.micros(clock.instant());
    var prepared = prepare(app, who);
    var done =
        functions.uploadWithin(
            app.functions(),
            who,
            reviewed ->
                collections.together(
                    app.dryRun(),
                    batch ->
                        new AppTransaction(app, batch, reviewed, prepared, extensions)
                            .run(who.userId(), at)));
    if (!app.dryRun()) {
      if (!prepared.isEmpty()) {
        extensions.follow();
      }
      LOG.info(
          "{} deployed {} collections, {} files of functions and {} extensions, {} of them new or"
              + " changed",
          who.shown(),
          done.collections().size(),
          done.functions().size(),
          done.extensions().size(),
          done.changes());
    }
    return done;
  }

  /** Fetches and checks the extensions, and refuses what this deployment has twice. */
  private List<PreparedExtension> prepare(AppDeployment app, Principal who) {
    var prepared = new ArrayList<PreparedExtension>();
    var names = new HashSet<String>();
    var files = app.functions().stream().map(FunctionUpload::name).collect(Collectors.toSet());
    for (var wish : app.extensions()) {
      var extension = prepare(wish, prepared.size(), who);
      if (!names.add(extension.name())) {
        throw Problem.badRequest(
            "duplicate_extension", "The extension '" + extension.name() + "' is listed twice.");
      }
      for (var function : extension.functions()) {
        if (files.contains(function)) {
          throw Problem.conflict(
              "function_taken",
              "The extension '%s' declares the function '%s', which is a file of this deployment; rename one of them."
                  .formatted(extension.name(), function));
        }
      }
      prepared.add(extension);
    }
    return prepared;
  }

  /** An address may hold a password, so what is refused is told by its place. */
  private PreparedExtension prepare(AppDeployment.Extension wish, int index, Principal who) {
    try {
      return extensions.prepare(wish.repoUrl(), wish.ref(), who);
    } catch (Problem e) {
      throw e.saying("extensions." + index + ": " + e.detail());
    }
  }
}
