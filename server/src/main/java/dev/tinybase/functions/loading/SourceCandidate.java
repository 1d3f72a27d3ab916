package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.compile.SourceFile;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.text.Sha256;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A source that is to be compiled, or a reason why it can't even be tried.
 *
 * @param hash of its text
 * @param versionId the deployed version; null for a file of the folder
 * @param complaint null when nothing is wrong with it as a file
 */
record SourceCandidate(
    SourceFile source, String hash, @Nullable UUID versionId, @Nullable String complaint) {
  static SourceCandidate file(SourceFile source, @Nullable String complaint) {
    return new SourceCandidate(source, Sha256.hex(source.text()), null, complaint);
  }

  static SourceCandidate deployed(DeployedSource version) {
    return new SourceCandidate(
        new SourceFile(version.name(), version.path(), version.text(), null),
        version.hash(),
        version.versionId(),
        null);
  }

  String name() {
    return source.name();
  }

  String path() {
    return source.path();
  }

  ActiveSource active() {
    return new ActiveSource(versionId, name(), hash, source.text());
  }

  Diagnostic diagnostic(String message) {
    return new Diagnostic(path(), 0, 0, message);
  }

  /** What of the declared names does not fit the name of the file; empty when all is well. */
  List<Diagnostic> nameErrors(FunctionFile file, SourceSet sources) {
    if (!file.routes().isEmpty()) {
      var entry = file.routes().getFirst().entry().signature().name();
      return List.of(diagnostic("declares the route " + entry + ", which an extension alone may"));
    }
    var names = file.functions().stream().map(entry -> entry.signature().name()).toList();
    if (names.contains(name()) || (names.isEmpty() && !file.hooks().isEmpty())) {
      return List.of();
    }
    return List.of(
        diagnostic(
            names.isEmpty()
                ? "must contain a method with @Register(name = \"" + name() + "\"), or a hook"
                : mismatch(name(), names) + namesakes(names, sources)));
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
