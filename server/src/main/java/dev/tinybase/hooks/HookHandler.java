package dev.tinybase.hooks;

import dev.tinybase.errors.Problem;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A method that runs when something happens.
 *
 * @param name {@code file.method}, or {@code extension.method}; with the same one it is the same
 *     handler, also after its file has been loaded anew
 * @param path of its file as people know it
 * @param extension that brings it; null for a file of the functions' folder or a deployment
 * @param action runs it
 * @param figures of its runs on this node
 */
public record HookHandler(
    HookDeclaration declaration,
    String name,
    String path,
    @Nullable String extension,
    HookAction action,
    HookFigures figures) {
  /** The order in which handlers of the same event run: by priority, lower first, then by name. */
  public static final Comparator<HookHandler> ORDER =
      Comparator.comparingInt((HookHandler it) -> it.declaration().priority())
          .thenComparing(HookHandler::name);

  /** What everybody is told where a handler fails: nothing of why. The log has the rest. */
  public static Problem failed() {
    return Problem.of(
        Problem.Kind.INTERNAL, "hook_failed", "A hook of this server failed; its log tells why.");
  }

  /** What it waits for. */
  public HookKind kind() {
    return declaration.kind();
  }
}
