package dev.tinybase.functions.loading;

import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.registry.Function;
import java.time.Instant;

/** A file that can run, and what it was made from. */
record LoadedFile(
    Candidate candidate, FunctionFile file, Function.ReferenceCount uses, Instant loadedAt) {
  static LoadedFile of(Candidate candidate, FunctionFile file, Instant now) {
    return new LoadedFile(candidate, file, new Function.ReferenceCount(file::close), now);
  }

  /** The same classes, known as made from another source with the same text. */
  LoadedFile madeFrom(Candidate other) {
    return new LoadedFile(other, file, uses, loadedAt);
  }

  Function function(FunctionFile.Entry entry) {
    return new Function(
        entry, candidate.path(), candidate.hash(), candidate.versionId(), loadedAt, uses);
  }
}
