package dev.tinybase.cli;

/** The command was called in a way that makes no sense: exit code 2. */
final class UsageError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageError(String message) {
    super(message, null, false, false);
  }
}
