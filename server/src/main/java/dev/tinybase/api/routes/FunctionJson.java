package dev.tinybase.api.routes;

import dev.tinybase.functions.registry.Function;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Functions as the API shows them. */
final class FunctionJson {
  private FunctionJson() {}

  static ArrayNode list(List<Function> functions) {
    var list = Json.mapper().createArrayNode();
    functions.forEach(function -> list.add(of(function)));
    return list;
  }

  /** All that admins see of functions. */
  static ArrayNode adminList(List<Function> functions) {
    var list = Json.mapper().createArrayNode();
    functions.forEach(function -> list.add(forAdmin(function)));
    return list;
  }

  static ObjectNode schema(Function function) {
    var input = function.entry().inputSchema();
    var output = function.entry().outputSchema();
    var node = Json.object().put("name", function.name());
    node.put("has_input_model", input != null).put("has_output_model", output != null);
    set(node, "input_schema", input);
    set(node, "output_schema", output);
    return node;
  }

  private static ObjectNode of(Function function) {
    var signature = function.signature();
    var node =
        Json.object()
            .put("name", signature.name())
            .put("description", signature.description())
            .put("auth", signature.auth().name().toLowerCase(Locale.ROOT));
    signature.tags().forEach(node.putArray("tags")::add);
    return node;
  }

  private static ObjectNode forAdmin(Function function) {
    var signature = function.signature();
    var version = function.versionId();
    var node =
        of(function)
            .put("module", "")
            .put("file_path", function.path())
            .put("last_loaded_at", function.loadedAt().toString())
            .put("has_input_model", function.entry().inputSchema() != null)
            .put("has_output_model", function.entry().outputSchema() != null)
            .put("is_async", false)
            .put("version_id", version == null ? null : version.toString())
            .put("hash", function.hash())
            .put("concurrency", signature.concurrency());
    var timeout = signature.timeout();
    node.put("timeout_ms", timeout == null ? null : timeout.toMillis());
    signature.methods().stream().sorted().forEach(node.putArray("methods")::add);
    return node;
  }

  private static void set(ObjectNode node, String name, @Nullable ObjectNode schema) {
    if (schema == null) {
      node.putNull(name);
    } else {
      node.set(name, schema);
    }
  }
}
