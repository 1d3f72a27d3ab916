package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a source.
 *
 * @param diagnostics empty when it is good
 * @param live what runs: made from it, or the last good version of the same name; null for none
 */
record BuildAttempt(
    SourceCandidate candidate, List<Diagnostic> diagnostics, @Nullable LiveFile live) {
  boolean isGood() {
    return diagnostics.isEmpty();
  }
}
