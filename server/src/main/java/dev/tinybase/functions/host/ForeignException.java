package dev.tinybase.functions.host;

import dev.tinybase.sdk.FunctionException;
import java.io.Serial;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link FunctionException} of another process, whose class is known by its name alone. */
public final class ForeignException extends FunctionException {
  @Serial private static final long serialVersionUID = 1L;

  private final String type;

  /**
   * An exception.
   *
   * @param type the simple name of the class it had
   */
  public ForeignException(
      String type, String code, @Nullable String message, Map<String, ?> details) {
    super(code, message == null ? code : message, details);
    this.type = type;
  }

  /** The simple name of the class it had. */
  public String type() {
    return type;
  }
}
