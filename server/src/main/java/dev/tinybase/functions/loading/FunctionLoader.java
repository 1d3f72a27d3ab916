package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.config.Settings;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.functions.registry.Registry;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the registry as the sources are: the files of the folder, which it watches, and the
 * deployed versions. A file with errors changes nothing: its last good version goes on.
 */
public final class FunctionLoader implements AutoCloseable {
  private final SourceFolder folder;
  private final FolderWatch watch;
  private final FunctionBuilder builder;
  private final FunctionFiles files;
  private final Registry registry;
  private final Supplier<List<DeployedSource>> deployments;
  private final InstantSource clock;
  private final VanishedFiles vanished = new VanishedFiles();
  private final RetiredFiles retired;
  private final LoadLog log = new LoadLog();

  private volatile List<DeployedSource> deployed = List.of(); // that are loaded
  private volatile BuildState build = BuildState.nothing();
  private volatile Map<String, String> owners = Map.of();
  private volatile boolean loaded;
  private volatile Map<String, String> hidden = Map.of();

  /**
   * Loads nothing before {@link #start} or {@link #reload}.
   *
   * @param retired closes files that others have taken the place of
   * @param deployments gives the active versions
   */
  public FunctionLoader(
      Settings.Functions settings,
      SourceCompiler compiler,
      FunctionFiles files,
      Registry registry,
      RetiredFiles retired,
      Supplier<List<DeployedSource>> deployments,
      Clock clock) {
    this.folder = new SourceFolder(settings.path(), settings.maxPayloadBytes());
    this.watch = new FolderWatch(folder, this::filesChanged, this::sweep);
    this.builder = new FunctionBuilder(compiler, files, clock);
    this.files = files;
    this.registry = registry;
    this.retired = retired;
    this.deployments = deployments;
    this.clock = clock;
  }

  /** Loads everything and begins to watch the folder. */
  public void start() {
    watch.start();
    long begin = System.nanoTime();
    var report = reload();
    log.started(registry.list().size(), report, Duration.ofNanos(System.nanoTime() - begin));
  }

  /**
   * Looks at all sources now, also again at those that were broken, and returns when what they
   * declare can be called.
   */
  public synchronized LoadReport reload() {
    var now = deployments.get();
    var report = apply(builder.build(SourceSet.of(folder.read(), now), build, true));
    deployed = now;
    return report;
  }

  /** The same as {@link #deploymentsChanged}, which waits for nobody where nothing has changed. */
  public void catchUp() {
    if (loaded && !deployments.get().equals(deployed)) {
      deploymentsChanged();
    }
  }

  /** Looks whether other versions are active than before; does nothing before the first load. */
  public synchronized void deploymentsChanged() {
    if (loaded) {
      var now = deployments.get();
      if (!now.equals(deployed)) {
        tellingTime(sources(now));
        deployed = now;
      }
    }
  }

  /** The errors for which a source is no Java at all; empty where only what it means is wrong. */
  public List<Diagnostic> syntaxErrors(DeployedSource source) {
    return builder.syntaxErrors(SourceCandidate.deployed(source));
  }

  /** What would become of the functions if these versions were active; changes nothing. */
  public synchronized DeploymentPreview check(List<DeployedSource> versions) {
    var before = builder.build(sources(deployments.get()), build, false);
    var after = builder.build(sources(versions), before, false);
    try {
      return DeploymentPreview.of(before, after, owners, held());
    } finally {
      before.liveWithout(build).forEach(file -> file.uses().close());
      after.liveWithout(build).forEach(file -> file.uses().close());
    }
  }

  /** The files with errors now, by path. */
  public List<BrokenFile> failures() {
    return BrokenFile.of(build, FunctionsByName.of(build, owners, held()).duplicates());
  }

  /** What this function was made from; empty for one of an extension. */
  public Optional<ActiveSource> source(Registry.Function function) {
    return build
        .live()
        .filter(file -> file.uses() == function.uses())
        .findFirst()
        .map(file -> file.candidate().active());
  }

  /** The paths of files that deployed versions take the place of, by name. */
  public Map<String, String> hidden() {
    return hidden;
  }

  private synchronized void filesChanged() {
    if (loaded) {
      tellingTime(sources(deployed));
    }
  }

  private synchronized void sweep() {
    if (vanished.isWaiting()) {
      filesChanged();
    }
    retired.sweep();
    files.leftovers().forEach(log::leftover);
  }

  private void tellingTime(SourceSet sources) {
    long begin = System.nanoTime();
    var report = apply(builder.build(sources, build, false));
    log.changed(report, Duration.ofNanos(System.nanoTime() - begin));
  }

  private SourceSet sources(List<DeployedSource> versions) {
    return SourceSet.of(vanished.keep(folder.read(), build.sources(), clock.instant()), versions);
  }

  /** The names that others than files have. */
  private Map<String, String> held() {
    return registry.heldByOthers(Declarations.FOLDER);
  }

  private LoadReport apply(BuildState next) {
    var assembly = FunctionsByName.of(next, owners, held());
    var failures = BrokenFile.of(next, assembly.duplicates());
    hidden = Map.copyOf(next.sources().hidden());
    var report = LoadReport.of(build, next, failures);
    boolean isComplete = failures.stream().allMatch(BrokenFile::live);
    var replaced = build.liveWithout(next);
    owners = assembly.owners();
    build = next; // before it can be called, so that nobody is told of errors that are mended
    registry.replace(Declarations.FOLDER, next.declarations(assembly.functions(), isComplete));
    replaced.forEach(file -> retired.add(file.uses()));
    loaded = true;
    log.failures(failures);
    log.hidden(next.sources().hidden());
    return report;
  }

  /** Stops watching, forgets all functions, and closes their files. */
  @Override
  public synchronized void close() {
    watch.close();
    registry.close();
    build.live().forEach(file -> file.uses().close());
    retired.close();
    build = BuildState.nothing();
  }
}
