package dev.tinybase.db;

/** A result has more bytes than may be in memory at once; it may be read some rows at a time. */
public final class ResultTooLarge extends DatabaseException {
  private static final long serialVersionUID = 1L;

  ResultTooLarge(Throwable cause) {
    super("a result is too large for memory", cause);
  }
}
