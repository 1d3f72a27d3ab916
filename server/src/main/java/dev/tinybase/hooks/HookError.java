package dev.tinybase.hooks;

/**
 * Why a handler that runs after the commit failed, for admins to read: nobody waits for it who must
 * not know.
 */
public final class HookError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;

  /**
   * A failure.
   *
   * @param type such as {@code IllegalStateException}
   */
  public HookError(String type, String message) {
    super(message, null, false, false);
    this.type = type;
  }

  /** The kind of failure, such as {@code IllegalStateException}. */
  public String type() {
    return type;
  }
}
