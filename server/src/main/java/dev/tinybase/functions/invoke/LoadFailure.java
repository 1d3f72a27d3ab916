package dev.tinybase.functions.invoke;

import dev.tinybase.compile.Diagnostic;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A file that compiles but declares its functions wrongly. */
public final class LoadFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  /** All that is wrong, at least one thing. */
  public LoadFailure(List<Diagnostic> diagnostics) {
    super(
        diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")),
        null,
        false,
        false);
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** All that is wrong. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
