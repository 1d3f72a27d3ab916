package dev.tinybase.functions;

import dev.tinybase.auth.AuthServices;
import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.HookRunner;
import dev.tinybase.functions.calls.SettingLookup;
import dev.tinybase.functions.executor.CallExecutor;
import dev.tinybase.functions.executor.ThreadExecutor;
import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.invoke.CodeSchedule;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.loading.FunctionLoader;
import dev.tinybase.functions.loading.ProjectLoader;
import dev.tinybase.functions.loading.RetiredFiles;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.versions.ActiveVersions;
import dev.tinybase.functions.versions.Deployments;
import dev.tinybase.functions.worker.ProcessExecutor;
import dev.tinybase.functions.worker.Workers;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.jobs.JobService;
import dev.tinybase.records.RecordService;
import dev.tinybase.secrets.SecretStore;
import java.time.Clock;
import java.util.Optional;

/** Everything about functions, wired. Nothing is loaded before {@link #start}. */
public final class FunctionServices implements AutoCloseable {
  private final Registry registry = new Registry();
  private final SourceCompiler compiler;
  private final FunctionFiles files;
  private final RetiredFiles retired = new RetiredFiles();
  private final FunctionLoader loader;
  private final Deployments deployments;
  private final CallExecutor executor;
  private final CallService calls;

  /**
   * All services.
   *
   * @param hooks gets the handlers that are loaded
   * @param schedules what is wrong with those that functions declare
   * @param values settings of the extensions that functions belong to
   */
  public FunctionServices(
      Settings settings,
      Database database,
      HookRegistry hooks,
      RecordService records,
      SecretStore secrets,
      AuthServices auth,
      CallLog log,
      JobService jobs,
      CodeSchedule.Check schedules,
      SettingLookup values,
      Clock clock) {
    var functions = settings.functions();
    var active = new ActiveVersions(database);
    files = new FunctionFiles(clock, schedules);
    compiler = compiler(functions);
    loader = new FunctionLoader(functions, compiler, files, registry, retired, active::list, clock);
    registry.addSource(() -> {
      if (!database.inTransaction()) { // others would wait for a compiler
        loader.catchUp();
      }
    });
    deployments = new Deployments(database, active, loader, log, functions, clock);
    executor = executor(functions, registry, clock);
    calls =
        new CallService(
            settings, registry, hooks, executor, records, database, secrets, auth, log, jobs,
            values, clock);
    var runner = new HookRunner(settings.hooks(), calls, executor, registry, hooks);
    registry.onChange(runner::follow);
  }

  /** A compiler for the files of the functions' folder, where the lock of their libraries is. */
  static SourceCompiler compiler(Settings.Functions settings) {
    return new SourceCompiler(
        settings.cache(),
        settings.path().resolve("tinybase.lock"),
        settings.offline(),
        settings.insecureRepositories());
  }

  private static CallExecutor executor(
      Settings.Functions settings, Registry registry, Clock clock) {
    return switch (settings.isolation()) {
      case THREAD -> new ThreadExecutor(registry, clock);
      case PROCESS -> new ProcessExecutor(settings, registry, clock);
    };
  }

  /** Loads the functions and follows changes of them. */
  public void start() {
    executor.start();
    loader.start();
  }

  /** The functions that can be called now. */
  public Registry registry() {
    return registry;
  }

  /** Runs them. */
  public CallService calls() {
    return calls;
  }

  /** The processes they run in, where they do not run in this one. */
  public Optional<Workers.Figures> workers() {
    return executor instanceof ProcessExecutor processes
        ? Optional.of(processes.figures())
        : Optional.empty();
  }

  /** What keeps the registry as the sources are. */
  public FunctionLoader loader() {
    return loader;
  }

  /** What loads sources that are no files of the folder. */
  public ProjectLoader projects() {
    return new ProjectLoader(compiler, files);
  }

  /** What closes files that the registry has no more. */
  public RetiredFiles retired() {
    return retired;
  }

  /** What keeps the versions. */
  public Deployments deployments() {
    return deployments;
  }

  /** Lets the calls that run come to an end, and forgets the functions. */
  @Override
  public void close() {
    calls.close();
    loader.close();
    files.close();
    compiler.close();
  }
}
