package dev.tinybase.cli.testing;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.CompileResult.Compilation;
import dev.tinybase.compile.Diagnostic;
import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.compile.UnitClassLoader;
import dev.tinybase.config.Settings;
import dev.tinybase.functions.loading.TestFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Compiles the tests beside functions or an extension, runs them, and prints what comes of it.
 *
 * @param settings how functions run, and where they are
 * @param extension the folder of the extension that is tested; null for none
 * @param debug whether to print whole stack traces
 */
public record FunctionTests(
    Settings.Functions settings,
    @Nullable Path extension,
    Clock clock,
    PrintStream out,
    PrintStream err,
    boolean debug) {
  private static final String EXTENSIONS = "junit.jupiter.extensions.autodetection.";

  /** Runs the tests; whether everything compiles and all of them pass. */
  public boolean run(TestFiles files) {
    var broken = new ArrayList<Diagnostic>();
    var sources = compile(files, broken);
    var byLoader = new HashMap<ClassLoader, TestSource>();
    sources.forEach(source -> byLoader.put(source.loader(), source));
    try (var instances = new LocalInstances(settings, extension, byLoader, clock)) {
      broken.addAll(instances.failures());
      broken.stream().distinct().forEach(err::println);
      if (extension != null && !broken.isEmpty()) {
        return false;
      }
      var classes = sources.stream().flatMap(source -> source.classes().stream()).toList();
      var report = new TestReport(out, paths(sources), debug);
      if (!classes.isEmpty()) {
        run(classes, instances, report);
        out.println();
      }
      out.println(report.summary());
      return report.succeeded() && broken.isEmpty();
    } finally {
      sources.forEach(TestSource::close);
    }
  }

  private List<TestSource> compile(TestFiles files, List<Diagnostic> broken) {
    var compilation = compile(files);
    var sources = new ArrayList<TestSource>();
    for (var test : files.tests()) {
      switch (compilation.units().get(test.name())) {
        case CompileResult.Unit unit -> sources.add(TestSource.of(unit, test.path()));
        case CompileResult.Broken failure -> broken.addAll(failure.diagnostics());
        case null -> throw new IllegalStateException("the compiler forgot " + test.path());
      }
    }
    return sources;
  }

  private Compilation compile(TestFiles files) {
    var lock = (extension == null ? settings.path() : extension).resolve("tinybase.lock");
    try (var compiler =
        new SourceCompiler(
            settings.cache(), lock, settings.offline(), settings.insecureRepositories())) {
      return compiler.compileTests(files.shared(), files.tests());
    }
  }

  private static Map<String, String> paths(List<TestSource> sources) {
    var paths = new HashMap<String, String>();
    for (var source : sources) {
      source.classes().forEach(type -> paths.put(type.getName(), source.path()));
    }
    return paths;
  }

  /** Runs the tests of the classes, which are told to the listener. */
  private static void run(
      List<Class<?>> classes, InstanceForTest.Maker instances, TestExecutionListener listener) {
    InstanceForTest.Maker maker = instances::apply; // the store would close what can be closed
    try (var session = LauncherFactory.openSession(config())) {
      session.getStore().put(Namespace.create(InstanceForTest.class), InstanceForTest.KEY, maker);
      var request =
          LauncherDiscoveryRequestBuilder.discoveryRequest()
              .enableImplicitConfigurationParameters(false)
              .configurationParameter(EXTENSIONS + "enabled", "true")
              .configurationParameter(EXTENSIONS + "include", InstanceForTest.class.getName())
              .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
              .forExecution()
              .listeners(listener)
              .build();
      withOwnLoader(() -> session.getLauncher().execute(request));
    }
  }

  /** Whether a class, or one inside it, has tests. */
  private static boolean hasTests(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods()).anyMatch(FunctionTests::isTest)
        || Arrays.stream(type.getDeclaredClasses()).anyMatch(FunctionTests::hasTests);
  }

  private static boolean isTest(Method method) {
    return AnnotationSupport.isAnnotated(method, Testable.class);
  }

  /** Nothing of the user's but what we name takes part. */
  private static LauncherConfig config() {
    return LauncherConfig.builder()
        .enableTestEngineAutoRegistration(false)
        .enableLauncherSessionListenerAutoRegistration(false)
        .enableLauncherDiscoveryListenerAutoRegistration(false)
        .enablePostDiscoveryFilterAutoRegistration(false)
        .enableTestExecutionListenerAutoRegistration(false)
        .addTestEngines(new JupiterTestEngine())
        .build();
  }

  /** JUnit looks for its extensions with the thread's loader. */
  private static void withOwnLoader(Runnable work) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(FunctionTests.class.getClassLoader());
    try {
      work.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** A file of tests whose classes can be loaded. */
  record TestSource(CompileResult.Unit unit, UnitClassLoader loader, String path)
      implements AutoCloseable {
    /** With a loader of its own below that of what it shares with functions. */
    static TestSource of(CompileResult.Unit unit, String path) {
      var shared = unit.shared();
      var parent =
          shared == null
              ? UnitClassLoader.tests()
              : UnitClassLoader.of(shared, UnitClassLoader.tests());
      return new TestSource(unit, UnitClassLoader.of(unit, parent), path);
    }

    /** The classes with tests that are not inside of others. */
    List<Class<?>> classes() {
      return unit.classes().stream()
          .filter(name -> name.indexOf('$') < 0)
          .<Class<?>>map(this::load)
          .filter(FunctionTests::hasTests)
          .toList();
    }

    @Override
    public void close() {
      try {
        loader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Class<?> load(String name) {
      try {
        return loader.loadClass(name);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("the compiler made " + name, e);
      }
    }
  }
}
