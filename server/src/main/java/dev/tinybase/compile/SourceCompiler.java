package dev.tinybase.compile;

import dev.tinybase.compile.CompileResult.Compilation;
import dev.tinybase.compile.Directive.Kind;
import dev.tinybase.compile.Libraries.Library;
import dev.tinybase.compile.Libraries.LibraryStore;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Sha256;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns Java files into jars of classes, or into reasons why not. What was compiled before comes
 * from the cache without a compiler. One per instance; threads may share it.
 */
public final class SourceCompiler implements AutoCloseable {
  /** Of what a key stands for; another number makes all that was cached useless. */
  private static final String FORMAT = "2";

  private static final int OLDEST_RELEASE = 25;

  private final CacheFolder apis;
  private final ClassCache classes;
  private final Libraries libraries;
  private final LockFile lock;
  private @Nullable ApiJar sdk;
  private @Nullable ApiJar junit;
  private @Nullable Javac javac;

  /**
   * A compiler.
   *
   * @param cache the folder for classes and libraries; made when needed
   * @param lock the file that fixes libraries; kept in the cache when its folder cannot be written
   * @param offline whether libraries may only come from this machine
   * @param insecure whether repositories of other machines may be asked without TLS
   */
  public SourceCompiler(Path cache, Path lock, boolean offline, boolean insecure) {
    this(cache, lock, offline, insecure, MavenAccess.home(cache), InstantSource.system());
  }

  /** As above; Maven's settings and local repository are those of another user's folder. */
  SourceCompiler(
      Path cache,
      Path lock,
      boolean offline,
      boolean insecure,
      @Nullable Path mavenHome,
      InstantSource clock) {
    this.apis = new CacheFolder(cache.resolve("sdk"), clock);
    this.classes = new ClassCache(new CacheFolder(cache.resolve("classes"), clock));
    this.lock = new LockFile(lock, cache);
    this.libraries =
        new Libraries(
            new LibraryStore(new CacheFolder(cache.resolve("libraries"), clock)),
            new MavenAccess(offline, mavenHome, clock),
            insecure);
  }

  /**
   * Compiles what is not in the cache. Bad sources are told in the result.
   *
   * @param shared files whose classes all sources may use; compiled as one
   * @param sources files that cannot see each other
   * @throws Problem when there is no compiler, or the cache is unusable
   */
  public synchronized Compilation compile(List<SourceFile> shared, List<SourceFile> sources) {
    return compile(shared, sources, false);
  }

  /** The same for tests, which may use JUnit; see {@link UnitClassLoader#tests}. */
  public synchronized Compilation compileTests(List<SourceFile> shared, List<SourceFile> tests) {
    return compile(shared, tests, true);
  }

  /**
   * Compiles the sources of a program, whose lock is its own.
   *
   * @throws Problem as above; 400 {@code lock_damaged}
   */
  public synchronized SourceProject.Built compile(SourceProject project) {
    var own = LockText.parse(lock.name(), project.lock());
    var tasks = new ArrayList<CompileTask>();
    var found = look(project.name(), SourceUnit.of(project), own, null, tasks, false);
    var result = found.orElseGet(() -> build(tasks, false).get(project.name()));
    return new SourceProject.Built(result, own.text());
  }

  private Compilation compile(List<SourceFile> shared, List<SourceFile> sources, boolean tests) {
    var common = shared.isEmpty() ? null : shared(shared);
    var unit = common instanceof CompileResult.Unit found ? found : null;
    var results = new LinkedHashMap<String, CompileResult>();
    var tasks = new ArrayList<CompileTask>();
    for (var source : sources) {
      var found = look(source.name(), SourceUnit.of(List.of(source)), lock, unit, tasks, tests);
      found.ifPresent(compiled -> results.put(source.name(), compiled));
    }
    results.putAll(build(tasks, tests));
    if (common instanceof CompileResult.Broken broken) {
      results.replaceAll((_, compiled) -> blame(compiled, broken));
    }
    var inOrder = new LinkedHashMap<String, CompileResult>();
    sources.forEach(source -> inOrder.put(source.name(), results.get(source.name())));
    return new Compilation(common, inOrder);
  }

  /**
   * Where sources, and what they share, name collections and fields by constants. Sources with
   * errors are left out.
   */
  public synchronized List<RecordUse> recordUses(
      List<SourceFile> shared, List<SourceFile> sources) {
    var uses = new ArrayList<RecordUse>();
    var common = shared.isEmpty() ? null : shared(shared);
    if (common != null) {
      uses.addAll(recordUses("lib", SourceUnit.of(shared), null));
    }
    var unit = common instanceof CompileResult.Unit found ? found : null;
    for (var source : sources) {
      uses.addAll(recordUses(source.name(), SourceUnit.of(List.of(source)), unit));
    }
    return List.copyOf(uses);
  }

  private List<RecordUse> recordUses(
      String name, SourceUnit unit, CompileResult.@Nullable Unit shared) {
    int release = release(unit);
    var jars = libraries.of(unit, lock);
    if (!unit.problems().isEmpty()) {
      return List.of();
    }
    var task = new CompileTask(name, unit.files(), jars, release, shared, "");
    return new BatchCompiler(javac(), List.of(sdk().path()), classes).recordUses(task);
  }

  /** The errors for which a file is no Java at all; empty where only what it means is wrong. */
  public synchronized List<Diagnostic> syntaxErrors(SourceFile source) {
    var files = SourceUnit.of(List.of(source)).files();
    var task = new CompileTask(source.name(), files, List.of(), OLDEST_RELEASE, null, "");
    return new BatchCompiler(javac(), List.of(), classes).syntaxErrors(task);
  }

  private CompileResult shared(List<SourceFile> sources) {
    var tasks = new ArrayList<CompileTask>();
    return look("lib", SourceUnit.of(sources), lock, null, tasks, false)
        .orElseGet(() -> build(tasks, false).get("lib"));
  }

  private Optional<CompileResult> look(
      String name,
      SourceUnit unit,
      LibraryLock itsLock,
      CompileResult.@Nullable Unit shared,
      List<CompileTask> tasks,
      boolean tests) {
    int release = release(unit);
    var jars = libraries.of(unit, itsLock);
    if (!unit.problems().isEmpty()) {
      return Optional.of(new CompileResult.Broken(name, List.copyOf(unit.problems())));
    }
    var files = unit.files();
    var key = key(name, files, jars, release, shared, tests);
    var task = new CompileTask(name, files, jars, release, shared, key);
    var cached = classes.find(task);
    if (cached.isEmpty()) {
      tasks.add(task);
    }
    return cached.map(found -> found);
  }

  /** The newest Java that a file asks for; an older one than ours does as well. */
  private static int release(SourceUnit files) {
    int ours = Runtime.version().feature();
    int release = OLDEST_RELEASE;
    for (var directive : files.all(Kind.JAVA)) {
      var version = directive.value();
      if (!version.matches("[1-9][0-9]{0,2}\\+?")) {
        files.problems().add(directive.diagnostic("write a version such as //JAVA 25+"));
        continue;
      }
      int asked = Integer.parseInt(version.replace("+", ""));
      release = Math.max(release, asked);
      if (asked > ours) {
        files
            .problems()
            .add(
                directive.diagnostic(
                    "needs Java %d, and TinyBase runs on Java %d; start it with a newer JDK"
                        .formatted(asked, ours)));
      }
    }
    return release;
  }

  private String key(
      String name,
      List<SourceFile> files,
      List<Library> jars,
      int release,
      CompileResult.@Nullable Unit shared,
      boolean tests) {
    var digest =
        new Sha256()
            .add(FORMAT)
            .add(Runtime.version().toString())
            .add(sdk().hashOfClasses())
            .add(tests ? junit().hashOfClasses() : "")
            .add(Integer.toString(release))
            .add(shared == null ? "" : shared.key())
            .add(name)
            .add(Integer.toString(jars.size()));
    jars.forEach(jar -> digest.add(jar.sha256()));
    files.forEach(file -> digest.add(file.name()).add(file.text()));
    return digest.hex();
  }

  private Map<String, CompileResult> build(List<CompileTask> tasks, boolean tests) {
    if (tasks.isEmpty()) {
      return Map.of();
    }
    try {
      var api = tests ? List.of(sdk().path(), junit().path()) : List.of(sdk().path());
      return new BatchCompiler(javac(), api, classes).compile(tasks);
    } finally {
      classes.sweep();
      libraries.sweep();
    }
  }

  /** Looked for before any class is loaded that would miss it. */
  private static void requireCompiler() {
    if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
      throw Problem.of(
          Problem.Kind.INTERNAL,
          "compiler_missing",
          "The Java at %s has no compiler; start TinyBase with a JDK, 25 or newer"
              .formatted(System.getProperty("java.home")));
    }
  }

  /** Kept from one compilation to the next, which halves the time of a small one. */
  private Javac javac() {
    if (javac != null && javac.isWornOut()) {
      close();
    }
    if (javac == null) {
      requireCompiler();
      javac = new Javac();
    }
    return javac;
  }

  /** Lets go of the jars that the compiler holds open; it opens them again when needed. */
  @Override
  public synchronized void close() {
    if (javac != null) {
      javac.close();
      javac = null;
    }
  }

  private ApiJar sdk() {
    if (sdk == null) {
      sdk = ApiJar.sdk(apis);
    }
    return sdk;
  }

  private ApiJar junit() {
    if (junit == null) {
      junit = ApiJar.tests(apis);
    }
    return junit;
  }

  /** A file may be broken because what it shares is; the reason stands first then. */
  private static CompileResult blame(CompileResult compiled, CompileResult.Broken shared) {
    if (!(compiled instanceof CompileResult.Broken broken)) {
      return compiled;
    }
    var reason = shared.diagnostics().getFirst();
    var diagnostics = new ArrayList<Diagnostic>();
    diagnostics.add(
        new Diagnostic(
            reason.file(),
            reason.line(),
            reason.column(),
            "the shared files do not compile: " + reason.message()));
    diagnostics.addAll(broken.diagnostics());
    return new CompileResult.Broken(broken.name(), List.copyOf(diagnostics));
  }
}
