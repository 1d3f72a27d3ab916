package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Asked about mutations before their data is checked. It runs on the thread of the caller, and
 * again when the record has changed between its answer and the write.
 */
public interface MutationInterceptor {
  /** Whether it wants to be asked; a mutation that nobody wants costs nothing more. */
  boolean wants(Mutation mutation);

  /**
   * What shall be done: the mutation itself, or one of its kind about the same record. What it
   * throws refuses the mutation.
   *
   * @param stored the record as it is; null where there is none yet
   */
  Mutation before(Principal principal, Mutation mutation, @Nullable StoredRecord stored);
}
