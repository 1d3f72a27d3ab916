package dev.tinybase.functions.worker.wire;

import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Something that was thrown on one side of the border, to be thrown again on the other. */
public sealed interface Failure {
  /** A {@link FunctionException}. */
  record Refused(String code, String message, JsonNode details) implements Failure {}

  /** An {@link InvalidInput}. */
  record Invalid(List<FieldError> errors) implements Failure {}

  /** Anything else, by the simple name of its class. */
  record Other(String type, String message, @Nullable String trace) implements Failure {}

  /** Longest message and trace that cross. */
  int MAX_TEXT = 16_384;

  /** What is to be told of an exception or error. */
  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case FunctionException e -> new Refused(e.code(), message(e), details(e));
      case InvalidInput e -> new Invalid(e.errors());
      case FunctionFailure e -> new Other(e.type(), message(e), e.trace());
      default -> new Other(thrown.getClass().getSimpleName(), message(thrown), trace(thrown));
    };
  }

  /** The same for those who must not see the code of the side that failed. */
  default Failure withoutTrace() {
    return switch (this) {
      case Refused refused -> refused;
      case Invalid invalid -> invalid;
      case Other other -> new Other(other.type, other.message, null);
    };
  }

  /** What it was, or stands for it. */
  default RuntimeException exception() {
    return switch (this) {
      case Refused refused ->
          new FunctionException(refused.code, refused.message, values(refused.details));
      case Invalid invalid -> new InvalidInput(invalid.errors);
      case Other other -> new FunctionFailure(other.type, other.message, other.trace);
    };
  }

  private static String message(Throwable thrown) {
    @Nullable String message = thrown.getMessage();
    return cut(message == null ? thrown.getClass().getSimpleName() : message);
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return cut(text.toString());
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  /** A mapper of its own: a shared one would keep the classes of the function's values. */
  private static JsonNode details(FunctionException e) {
    if (e.details().isEmpty()) {
      return Json.object();
    }
    try {
      return Json.mapper().rebuild().build().valueToTree(e.details());
    } catch (JacksonException unwritable) {
      return Json.object().put("unwritable", unwritable.getOriginalMessage());
    }
  }

  private static Map<String, ?> values(JsonNode details) {
    var values = new HashMap<String, Object>();
    details.forEachEntry((name, value) -> {
      if (!value.isNull()) {
        values.put(name, Json.mapper().convertValue(value, Object.class));
      }
    });
    return values;
  }
}
