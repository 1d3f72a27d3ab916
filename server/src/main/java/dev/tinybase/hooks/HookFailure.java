package dev.tinybase.hooks;

import dev.tinybase.errors.Problem;

/** What whoever waited for a handler that failed is told. */
public final class HookFailure {
  private HookFailure() {}

  /** 500 {@code hook_failed}; why it failed is for the log alone, for admins too. */
  public static Problem problem() {
    return Problem.of(
        Problem.Kind.INTERNAL,
        "hook_failed",
        "A hook of this server failed, so nothing was done. The server's log tells why.");
  }
}
