package dev.tinybase.deploy;

import dev.tinybase.auth.Principal;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.functions.versions.Deployments;
import dev.tinybase.text.Instants;
import java.time.InstantSource;
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
  private final InstantSource clock;

  public AppDeployer(CollectionService collections, Deployments functions, InstantSource clock) {
    this.collections = collections;
    this.functions = functions;
    this.clock = clock;
  }

  /**
   * Deploys an app, whole or not at all.
   *
   * @throws dev.tinybase.errors.Problem 400 for collections or functions that will not do, and
   *     where records stand in the way; 409 {@code deployment_drift} where others have changed what
   *     this would overwrite
   */
  public DeployedApp deploy(AppDeployment app, Principal who) {
    app.check();
    var at = Instants.micros(clock.instant());
    var done =
        functions.uploadWithin(
            app.functions(),
            who,
            reviewed ->
                collections.together(
                    app.dryRun(),
                    batch -> new AppTransaction(app, batch, reviewed).run(who.userId(), at)));
    if (!app.dryRun()) {
      LOG.info(
          "{} deployed {} collections and {} files of functions, {} of them new or changed",
          who.shown(),
          done.collections().size(),
          done.functions().size(),
          done.changes());
    }
    return done;
  }
}
