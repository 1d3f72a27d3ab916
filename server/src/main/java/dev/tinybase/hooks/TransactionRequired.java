package dev.tinybase.hooks;

/**
 * The handler of a change wants to write, which has to become part of the change's transaction, and
 * there is none yet. To be run again in one.
 */
public final class TransactionRequired extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TransactionRequired() {
    super(null, null, false, false);
  }
}
