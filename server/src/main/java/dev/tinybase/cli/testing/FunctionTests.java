package dev.tinybase.cli.testing;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.CompileResult.Compilation;
import dev.tinybase.compile.Diagnostic;
import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.config.Settings;
import dev.tinybase.functions.loading.TestFiles;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles the tests beside functions, runs them, and prints what comes of it.
 *
 * @param settings how functions run, and where they are
 * @param debug whether to print whole stack traces
 */
public record FunctionTests(
    Settings.Functions settings, Clock clock, PrintStream out, PrintStream err, boolean debug) {
  /** Runs the tests; whether everything compiles and all of them pass. */
  public boolean run(TestFiles files) {
    var broken = new ArrayList<Diagnostic>();
    var sources = compile(files, broken);
    var byLoader = new HashMap<ClassLoader, TestSource>();
    sources.forEach(source -> byLoader.put(source.loader(), source));
    try (var instances = new LocalInstances(settings, byLoader, clock)) {
      broken.addAll(instances.failures());
      broken.stream().distinct().forEach(err::println);
      var classes = sources.stream().flatMap(source -> source.classes().stream()).toList();
      var report = new TestReport(out, paths(sources), debug);
      if (!classes.isEmpty()) {
        TestRun.run(classes, instances, report);
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
    var lock = settings.path().resolve("tinybase.lock");
    try (var compiler = new SourceCompiler(settings.cache(), lock, settings.offline())) {
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
}
