package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.functions.invoke.FunctionFile;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Whether what a file declares fits its name. */
final class DeclarationCheck {
  private DeclarationCheck() {}

  /** What is wrong; empty when nothing is. */
  static List<Diagnostic> check(SourceCandidate candidate, FunctionFile file, SourceSet sources) {
    var names = file.functions().stream().map(entry -> entry.signature().name()).toList();
    if (names.contains(candidate.name())) {
      return List.of();
    }
    return List.of(
        candidate.diagnostic(
            names.isEmpty()
                ? "must contain a method with @Register(name = \"" + candidate.name() + "\")"
                : mismatch(candidate.name(), names) + namesakes(names, sources)));
  }

  private static String mismatch(String name, List<String> declared) {
    var quoted =
        declared.stream().map(other -> "'" + other + "'").collect(Collectors.joining(", "));
    return "declares %s, but the name of a function must match filename: rename it to '%s', or the file to %s.java"
        .formatted(quoted, name, declared.getFirst());
  }

  /** A copy of a file declares what the original declares. */
  private static String namesakes(List<String> declared, SourceSet sources) {
    var others =
        declared.stream()
            .map(name -> sources.functions().get(name))
            .filter(Objects::nonNull)
            .map(SourceCandidate::path)
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "" : "; the name belongs to " + others;
  }
}
