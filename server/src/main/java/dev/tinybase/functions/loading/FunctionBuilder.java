package dev.tinybase.functions.loading;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.CompileResult.Compilation;
import dev.tinybase.compile.Diagnostic;
import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.compile.SourceFile;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.invoke.LoadFailure;
import dev.tinybase.functions.loading.BuildState.LiveFile;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compiles and loads what has changed since the last build. */
final class FunctionBuilder {
  private final SourceCompiler compiler;
  private final FunctionFiles files;
  private final Clock clock;

  FunctionBuilder(SourceCompiler compiler, FunctionFiles files, Clock clock) {
    this.compiler = compiler;
    this.files = files;
    this.clock = clock;
  }

  /**
   * The next build. Nothing of the last one is closed, and what it shares with that one is the same
   * object.
   *
   * @param again whether to try files that were broken and have not changed
   */
  BuildState build(SourceSet sources, BuildState last, boolean again) {
    boolean all = !sources.sameSurroundings(last.sources()) || (again && !last.shared().isEmpty());
    SortedMap<String, BuildState.Attempt> attempts = new TreeMap<>();
    var stale = new TreeMap<String, SourceCandidate>();
    sources
        .functions()
        .forEach((name, candidate) -> {
          var before = last.attempts().get(name);
          if (all || before == null || isStale(before, candidate, again)) {
            stale.put(name, candidate);
          } else {
            attempts.put(name, before);
          }
        });
    var unusable = sources.shared().values().stream().filter(file -> file.complaint() != null);
    var shared = unusable.map(FunctionBuilder::complaint).toList();
    if (stale.isEmpty() && !all) {
      return new BuildState(sources, last.shared(), attempts);
    }
    if (shared.isEmpty()) {
      var compilation = compile(sources, List.copyOf(stale.values()));
      shared =
          compilation.shared() instanceof CompileResult.Broken broken
              ? broken.diagnostics()
              : shared;
      stale.forEach((name, candidate) ->
          attempts.put(name, attempt(candidate, sources, compilation, last.attempts().get(name))));
    } else {
      stale.forEach(
          (name, candidate) -> attempts.put(name, waiting(candidate, last.attempts().get(name))));
    }
    return new BuildState(sources, shared, attempts);
  }

  /** The errors for which a source is no Java at all. */
  List<Diagnostic> syntaxErrors(SourceCandidate candidate) {
    return compiler.syntaxErrors(candidate.source());
  }

  private static boolean isStale(
      BuildState.Attempt before, SourceCandidate candidate, boolean again) {
    return !before.candidate().equals(candidate) || (again && !before.isGood());
  }

  private Compilation compile(SourceSet sources, List<SourceCandidate> functions) {
    return compiler.compile(
        sources.shared().values().stream().map(SourceCandidate::source).toList(),
        usable(functions));
  }

  private static List<SourceFile> usable(List<SourceCandidate> candidates) {
    return candidates.stream()
        .filter(candidate -> candidate.complaint() == null)
        .map(SourceCandidate::source)
        .toList();
  }

  private BuildState.Attempt attempt(
      SourceCandidate candidate,
      SourceSet sources,
      Compilation compilation,
      BuildState.@Nullable Attempt before) {
    if (candidate.complaint() != null) {
      return failed(candidate, List.of(complaint(candidate)), before);
    }
    if (compilation.shared() instanceof CompileResult.Broken) {
      return waiting(candidate, before);
    }
    return switch (compilation.units().get(candidate.name())) {
      case null -> waiting(candidate, before);
      case CompileResult.Broken broken -> failed(candidate, broken.diagnostics(), before);
      case CompileResult.Unit unit -> loaded(candidate, sources, unit, before);
    };
  }

  private BuildState.Attempt loaded(
      SourceCandidate candidate,
      SourceSet sources,
      CompileResult.Unit unit,
      BuildState.@Nullable Attempt before) {
    var live = before == null ? null : before.live();
    if (live != null && live.file().unit().key().equals(unit.key())) {
      return new BuildState.Attempt(candidate, List.of(), live.madeFrom(candidate));
    }
    try {
      var file = files.load(unit, candidate.path());
      var complaints = candidate.nameErrors(file, sources);
      if (complaints.isEmpty()) {
        return new BuildState.Attempt(
            candidate, List.of(), LiveFile.of(candidate, file, clock.instant()));
      }
      file.close();
      return failed(candidate, complaints, before);
    } catch (LoadFailure failure) {
      return failed(candidate, failure.diagnostics(), before);
    }
  }

  /** Not compiled, because the shared files have errors, which are told once and not here. */
  private static BuildState.Attempt waiting(
      SourceCandidate candidate, BuildState.@Nullable Attempt before) {
    return failed(candidate, List.of(), before);
  }

  private static BuildState.Attempt failed(
      SourceCandidate candidate,
      List<Diagnostic> diagnostics,
      BuildState.@Nullable Attempt before) {
    return new BuildState.Attempt(candidate, diagnostics, before == null ? null : before.live());
  }

  private static Diagnostic complaint(SourceCandidate candidate) {
    return candidate.diagnostic(String.valueOf(candidate.complaint()));
  }
}
