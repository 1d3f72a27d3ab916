package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.functions.registry.Registry.Function;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of all sources at one time; never changed.
 *
 * @param shared what is wrong with the shared files
 * @param attempts by the name of the file
 */
record BuildState(SourceSet sources, List<Diagnostic> shared, SortedMap<String, Attempt> attempts) {
  static BuildState nothing() {
    var none = new SourceSet(new TreeMap<>(), new TreeMap<>(), Map.of(), new TreeMap<>());
    return new BuildState(none, List.of(), new TreeMap<>());
  }

  /** The files that run. */
  Stream<LiveFile> live() {
    return attempts.values().stream().map(Attempt::live).filter(Objects::nonNull);
  }

  /** What the files that run declare, with these of their functions. */
  Declarations declarations(Map<String, Function> functions, boolean isComplete) {
    var handlers = new HashMap<String, Function>();
    var hooks = new ArrayList<Declarations.Hook>();
    live()
        .forEach(file ->
            file.file()
                .hooks()
                .forEach(hook -> {
                  var handler = file.function(hook.entry());
                  handlers.putIfAbsent(handler.name(), handler);
                  hooks.add(new Declarations.Hook(hook.declaration(), handler.name()));
                }));
    return new Declarations(functions, handlers, hooks, List.of(), Map.of(), false, isComplete);
  }

  /** The files that run in this and not in another. */
  List<LiveFile> liveWithout(BuildState other) {
    Set<Object> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    other.live().forEach(file -> kept.add(file.uses()));
    return live().filter(file -> !kept.contains(file.uses())).toList();
  }

  /**
   * What became of a source.
   *
   * @param diagnostics empty when it is good
   * @param live what runs: made from it, or the last good version of the same name; null for none
   */
  record Attempt(SourceCandidate candidate, List<Diagnostic> diagnostics, @Nullable LiveFile live) {
    boolean isGood() {
      return diagnostics.isEmpty();
    }
  }

  /** A file that can run, and what it was made from. */
  record LiveFile(
      SourceCandidate candidate,
      FunctionFile file,
      Function.ReferenceCount uses,
      Instant loadedAt) {
    static LiveFile of(SourceCandidate candidate, FunctionFile file, Instant now) {
      return new LiveFile(candidate, file, new Function.ReferenceCount(file::close), now);
    }

    /** The same classes, known as made from another source with the same text. */
    LiveFile madeFrom(SourceCandidate other) {
      return new LiveFile(other, file, uses, loadedAt);
    }

    Function function(FunctionFile.Entry entry) {
      return new Function(
          entry, candidate.path(), candidate.hash(), candidate.versionId(), null, loadedAt, uses);
    }
  }
}
