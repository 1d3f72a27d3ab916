package dev.tinybase.functions;

import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.loading.FunctionLoader;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.versions.ActiveVersions;
import dev.tinybase.functions.versions.Deployments;
import java.time.Clock;

/**
 * The functions of an instance: which there are, how they get there, and their versions. Nothing is
 * loaded before the loader is asked to.
 */
public final class FunctionServices implements AutoCloseable {
  private static final String LOCK_FILE = "functions.lock";

  private final FunctionFiles files;
  private final Registry registry = new Registry();
  private final FunctionLoader loader;
  private final Deployments deployments;

  private FunctionServices(Settings.Functions settings, Database database, Clock clock) {
    this.files = new FunctionFiles(clock);
    var compiler =
        new SourceCompiler(
            settings.cache(), settings.path().resolve(LOCK_FILE), settings.offline());
    var active = new ActiveVersions(database);
    this.loader = new FunctionLoader(settings, compiler, files, registry, active::list, clock);
    this.deployments = new Deployments(database, active, loader, settings, clock);
  }

  /** Builds them. */
  public static FunctionServices create(Settings settings, Database database, Clock clock) {
    return new FunctionServices(settings.functions(), database, clock);
  }

  /** The functions that can be called now. */
  public Registry registry() {
    return registry;
  }

  /** What keeps the registry as the sources are. */
  public FunctionLoader loader() {
    return loader;
  }

  /** What keeps the versions. */
  public Deployments deployments() {
    return deployments;
  }

  @Override
  public void close() {
    loader.close();
    files.close();
  }
}
