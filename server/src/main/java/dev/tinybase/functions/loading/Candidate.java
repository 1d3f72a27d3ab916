package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.compile.Source;
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
record Candidate(Source source, String hash, @Nullable UUID versionId, @Nullable String complaint) {
  static Candidate file(Source source, @Nullable String complaint) {
    return new Candidate(source, Sha256.hex(source.text()), null, complaint);
  }

  static Candidate deployed(DeployedSource version) {
    return new Candidate(
        new Source(version.name(), version.path(), version.text(), null),
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
