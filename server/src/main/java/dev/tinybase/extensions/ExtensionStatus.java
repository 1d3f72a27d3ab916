package dev.tinybase.extensions;

import dev.tinybase.compile.Diagnostic;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How an extension stands on this node.
 *
 * @param error why it failed, in one sentence; null where it did not
 * @param diagnostics what the compiler says of it
 */
public record ExtensionStatus(State state, @Nullable String error, List<Diagnostic> diagnostics) {
  /** It runs. */
  public static final ExtensionStatus LOADED = new ExtensionStatus(State.LOADED, null, List.of());

  /** It is turned off. */
  public static final ExtensionStatus DISABLED =
      new ExtensionStatus(State.DISABLED, null, List.of());

  public ExtensionStatus {
    diagnostics = List.copyOf(diagnostics);
  }

  /** The ways in which it can stand. */
  public enum State {
    LOADED,
    DISABLED,
    FAILED;

    /** The word for clients. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** It cannot run. */
  public static ExtensionStatus failed(String error, List<Diagnostic> diagnostics) {
    return new ExtensionStatus(State.FAILED, error, diagnostics);
  }
}
