package dev.tinybase.functions.worker.wire;

import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.host.ForeignException;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.host.PlainJson;
import dev.tinybase.functions.host.Thrown;
import dev.tinybase.functions.worker.wire.MessageFormat.JsonModule;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Something that was thrown on one side of the border, to be thrown again on the other. */
public sealed interface RemoteFailure {
  /** A {@link FunctionException}, with the simple name of its class. */
  record Refused(
      String type,
      String code,
      @Nullable String message,
      @JsonDeserialize(using = JsonModule.Lenient.class) JsonNode details)
      implements RemoteFailure {
    /** A refusal of our own making. */
    public static Refused of(String code, String message) {
      return new Refused("FunctionException", code, message, Json.object());
    }
  }

  /** An {@link InvalidInput}. */
  record Invalid(List<FieldError> errors) implements RemoteFailure {}

  /** Anything else, by the simple name of its class. */
  record Other(String type, @Nullable String message, @Nullable String trace)
      implements RemoteFailure {}

  /** What is to be told of an exception or error. */
  static RemoteFailure of(Throwable thrown) {
    var type = Thrown.type(thrown);
    var message = Thrown.message(thrown);
    return switch (thrown) {
      case FunctionException e -> new Refused(type, code(e), message, PlainJson.of(e.details()));
      case InvalidInput e -> new Invalid(e.errors());
      case FunctionFailure e -> new Other(type, message, e.trace());
      default -> new Other(type, message, Thrown.trace(thrown));
    };
  }

  /** The same for those who must not see the code of the side that failed. */
  default RemoteFailure withoutTrace() {
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
          new ForeignException(
              refused.type, refused.code, refused.message, values(refused.details));
      case Invalid invalid -> new InvalidInput(invalid.errors);
      case Other other -> new FunctionFailure(other.type, other.message, other.trace);
    };
  }

  private static String code(FunctionException e) {
    @Nullable String code = e.code();
    return code == null ? "function_failed" : code;
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
