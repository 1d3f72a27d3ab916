package dev.tinybase.extensions;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A setting that a manifest declares.
 *
 * @param fallback its default; null for none
 * @param secret whether its value is kept encrypted and never shown
 */
public record ExtensionSetting(
    String name,
    Type type,
    @Nullable JsonNode fallback,
    boolean secret,
    @Nullable String description) {

  /** What its value is. */
  public enum Type {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN;

    /** As manifests write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a JSON value is one of the type; an integer has 64 bits. */
    public boolean accepts(JsonNode value) {
      return switch (this) {
        case STRING -> value.isString();
        case INTEGER -> value.isIntegralNumber() && value.canConvertToLong();
        case NUMBER -> value.isNumber();
        case BOOLEAN -> value.isBoolean();
      };
    }
  }
}
