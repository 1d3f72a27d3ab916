package dev.tinybase.db;

/**
 * A statement named a table or column that is not there (any more): another process changed the
 * schema.
 */
public final class SchemaChanged extends DatabaseException {
  private static final long serialVersionUID = 1L;

  /** For callers that know it before the database does. */
  public SchemaChanged(String message) {
    super(message, null);
  }

  SchemaChanged(String message, Throwable cause) {
    super(message, cause);
  }
}
