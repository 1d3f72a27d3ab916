package dev.tinybase.functions.loading;

import dev.tinybase.compile.Compilation;
import dev.tinybase.compile.Compiled;
import dev.tinybase.compile.Diagnostic;
import dev.tinybase.compile.Source;
import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.invoke.LoadFailure;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compiles and loads what has changed since the last build. */
final class Builder {
  private final SourceCompiler compiler;
  private final FunctionFiles files;
  private final Clock clock;

  Builder(SourceCompiler compiler, FunctionFiles files, Clock clock) {
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
  Build build(Sources sources, Build last, boolean again) {
    boolean all = !sources.sameSurroundings(last.sources()) || (again && !last.shared().isEmpty());
    SortedMap<String, Attempt> attempts = new TreeMap<>();
    var stale = new TreeMap<String, Candidate>();
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
    var shared = unusable.map(Builder::complaint).toList();
    if (stale.isEmpty() && !all) {
      return new Build(sources, last.shared(), attempts);
    }
    if (shared.isEmpty()) {
      var compilation = compile(sources, List.copyOf(stale.values()));
      shared =
          compilation.shared() instanceof Compiled.Broken broken ? broken.diagnostics() : shared;
      stale.forEach((name, candidate) ->
          attempts.put(name, attempt(candidate, sources, compilation, last.attempts().get(name))));
    } else {
      stale.forEach(
          (name, candidate) -> attempts.put(name, waiting(candidate, last.attempts().get(name))));
    }
    return new Build(sources, shared, attempts);
  }

  /** The errors for which a source is no Java at all. */
  List<Diagnostic> syntaxErrors(Candidate candidate) {
    return compiler.syntaxErrors(candidate.source());
  }

  private static boolean isStale(Attempt before, Candidate candidate, boolean again) {
    return !before.candidate().equals(candidate) || (again && !before.isGood());
  }

  private Compilation compile(Sources sources, List<Candidate> functions) {
    return compiler.compile(
        sources.shared().values().stream().map(Candidate::source).toList(), usable(functions));
  }

  private static List<Source> usable(List<Candidate> candidates) {
    return candidates.stream()
        .filter(candidate -> candidate.complaint() == null)
        .map(Candidate::source)
        .toList();
  }

  private Attempt attempt(
      Candidate candidate, Sources sources, Compilation compilation, @Nullable Attempt before) {
    if (candidate.complaint() != null) {
      return failed(candidate, List.of(complaint(candidate)), before);
    }
    if (compilation.shared() instanceof Compiled.Broken) {
      return waiting(candidate, before);
    }
    return switch (compilation.units().get(candidate.name())) {
      case null -> waiting(candidate, before);
      case Compiled.Broken broken -> failed(candidate, broken.diagnostics(), before);
      case Compiled.Unit unit -> loaded(candidate, sources, unit, before);
    };
  }

  private Attempt loaded(
      Candidate candidate, Sources sources, Compiled.Unit unit, @Nullable Attempt before) {
    var live = before == null ? null : before.live();
    if (live != null && live.file().unit().key().equals(unit.key())) {
      return new Attempt(candidate, List.of(), live.madeFrom(candidate));
    }
    try {
      var file = files.load(unit, candidate.path());
      var complaints = Declarations.check(candidate, file, sources);
      if (complaints.isEmpty()) {
        return new Attempt(candidate, List.of(), LoadedFile.of(candidate, file, clock.instant()));
      }
      file.close();
      return failed(candidate, complaints, before);
    } catch (LoadFailure failure) {
      return failed(candidate, failure.diagnostics(), before);
    }
  }

  /** Not compiled, because the shared files have errors, which are told once and not here. */
  private static Attempt waiting(Candidate candidate, @Nullable Attempt before) {
    return failed(candidate, List.of(), before);
  }

  private static Attempt failed(
      Candidate candidate, List<Diagnostic> diagnostics, @Nullable Attempt before) {
    return new Attempt(candidate, diagnostics, before == null ? null : before.live());
  }

  private static Diagnostic complaint(Candidate candidate) {
    return candidate.diagnostic(String.valueOf(candidate.complaint()));
  }
}
