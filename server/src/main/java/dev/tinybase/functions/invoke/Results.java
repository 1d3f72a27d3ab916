package dev.tinybase.functions.invoke;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what functions return and send. Jackson keeps what it knows of a class, so every file has
 * its own.
 */
final class Results {
  /** The type of failures of a result. */
  static final String ERROR = "ResultError";

  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(Json.MAX_DEPTH).build())
                  .build())
          .disable(
              DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
              DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .addModule(new ResultModule())
          .build();

  private final ObjectWriter writer = mapper.writer();

  /** A value as UTF-8 JSON. */
  byte[] bytes(@Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    try {
      return writer.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new FunctionFailure(ERROR, "The result is no JSON: " + reason(e), null);
    }
  }

  /** A value as a tree, as a client would have sent it. */
  JsonNode tree(Object value) {
    try {
      return Json.parse(bytes(value));
    } catch (Problem e) {
      throw new FunctionException("invalid_input", e.detail());
    }
  }

  private static String reason(JacksonException e) {
    @Nullable String message = e.getOriginalMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
