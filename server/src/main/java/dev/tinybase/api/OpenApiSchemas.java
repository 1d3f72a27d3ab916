package dev.tinybase.api;

import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas that routes refer to by name. Each file {@code openapi/<name>.json} of the class path
 * holds {@code {"schemas": {"Name": {…, "example": …}}}}; together they are the document's
 * components. Within them a reference is {@code {"$ref": "#/components/schemas/Name"}}.
 *
 * <p>{@code RecordData}, {@code RecordDataInput} and {@code RecordDataPatch} stand for the data of
 * any collection's records. In the paths of a live collection they, and every schema that refers to
 * them, are replaced by that collection's own.
 */
final class OpenApiSchemas {
  private static final List<String> NAMES =
      List.of(
          "common",
          "system",
          "auth",
          "users",
          "admin",
          "collections",
          "records",
          "import",
          "functions",
          "calls",
          "secrets",
          "deployment",
          "schedules",
          "files",
          "extensions");

  private OpenApiSchemas() {}

  /** All schemas by name; an exception where two files define the same one. */
  static ObjectNode load() {
    var all = Json.object();
    for (var name : NAMES) {
      for (var entry : read(name).properties()) {
        if (all.has(entry.getKey())) {
          throw new IllegalStateException("two OpenAPI schemas are named " + entry.getKey());
        }
        all.set(entry.getKey(), entry.getValue());
      }
    }
    return all;
  }

  private static ObjectNode read(String name) {
    try (var in = OpenApiSchemas.class.getResourceAsStream("/openapi/" + name + ".json")) {
      return in == null ? Json.object() : (ObjectNode) Json.parse(in.readAllBytes()).get("schemas");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
