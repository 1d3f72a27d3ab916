package dev.tinybase.schema;

import java.util.Map;

/**
 * A schema as somebody wants it to be.
 *
 * @param renames for each field with {@code renamed_from}: its name now and the one it had before
 */
public record ParsedSchema(Schema schema, Map<String, String> renames) {
  public ParsedSchema {
    renames = Map.copyOf(renames);
  }
}
