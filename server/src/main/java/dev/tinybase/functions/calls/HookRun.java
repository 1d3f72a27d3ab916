package dev.tinybase.functions.calls;

import dev.tinybase.hooks.HookChain;
import org.jspecify.annotations.Nullable;

/** What a run of a hook's handler is beside a call; the calls that it makes are part of it. */
final class HookRun {
  private final HookChain chain;
  private final boolean belongsToChange;
  private final @Nullable HookRun outer;
  private volatile boolean needsTransaction;

  /**
   * A run that begins.
   *
   * @param chain ends with its handler
   * @param belongsToChange whether what it writes is part of the change of a record, which may have
   *     to be made again
   * @param outer the run that has made it necessary
   */
  HookRun(HookChain chain, boolean belongsToChange, @Nullable HookRun outer) {
    this.chain = chain;
    this.belongsToChange = belongsToChange || (outer != null && outer.belongsToChange);
    this.outer = outer;
  }

  /** The handlers that all it does is a consequence of. */
  HookChain chain() {
    return chain;
  }

  /** Whether it may write in a transaction alone. */
  boolean belongsToChange() {
    return belongsToChange;
  }

  /** It has wanted to write outside of a transaction, so it has to be done again in one. */
  void requireTransaction() {
    needsTransaction = true;
    if (outer != null) {
      outer.requireTransaction();
    }
  }

  boolean needsTransaction() {
    return needsTransaction;
  }
}
