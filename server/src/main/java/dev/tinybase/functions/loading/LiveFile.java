package dev.tinybase.functions.loading;

import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.registry.Function;
import java.time.Instant;

/** A file that can run, and what it was made from. */
record LiveFile(
    SourceCandidate candidate, FunctionFile file, Function.ReferenceCount uses, Instant loadedAt) {
  static LiveFile of(SourceCandidate candidate, FunctionFile file, Instant now) {
    return new LiveFile(candidate, file, new Function.ReferenceCount(file::close), now);
  }

  /** The same classes, known as made from another source with the same text. */
  LiveFile madeFrom(SourceCandidate other) {
    return new LiveFile(other, file, uses, loadedAt);
  }

  Function function(FunctionFile.Entry entry) {
    return new Function(
        entry, candidate.path(), candidate.hash(), candidate.versionId(), loadedAt, uses);
  }
}
