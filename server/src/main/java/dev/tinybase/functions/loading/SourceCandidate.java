package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.compile.SourceFile;
import dev.tinybase.text.Sha256;
import java.util.UUID;
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

  Diagnostic diagnostic(String message) {
    return new Diagnostic(path(), 0, 0, message);
  }
}
