package dev.tinybase.db;

import org.jspecify.annotations.Nullable;

/** The database failed in a way that the caller can do nothing about. */
public class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
