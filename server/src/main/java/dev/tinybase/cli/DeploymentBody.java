package dev.tinybase.cli;

import dev.tinybase.collections.NewCollection;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.json.Json;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deployments as requests. */
final class DeploymentBody {
  private static final String PATH = "/api/admin/deploy";

  private DeploymentBody() {}

  static ObjectNode of(List<NewCollection> collections, List<FunctionUpload> functions) {
    var body = Json.object();
    var declarations = body.putArray("collections");
    for (var collection : collections) {
      var declaration =
          declarations.addObject().put("name", collection.name()).put("label", collection.label());
      declaration.set("schema", collection.schema());
      declaration.set("options", collection.options());
    }
    var sources = body.putArray("functions");
    for (var function : functions) {
      sources.addObject().put("filename", function.filename()).put("source", function.content());
    }
    return body;
  }

  /** Extensions, each with {@code repo_url} and perhaps {@code ref}. */
  static void extensions(ObjectNode body, JsonNode sources, ApiClient api, Path directory) {
    var extensions = body.putArray("extensions");
    for (var source : sources) {
      var entry = ((ObjectNode) source).deepCopy();
      var url = source.path("repo_url").asString();
      extensions.add(entry.put("repo_url", ExtensionSourceOptions.address(url, api, directory)));
    }
  }

  /** Fields that may be dropped; those without a collection are of the only one that there is. */
  static void drop(ObjectNode body, List<String> fields, List<NewCollection> collections) {
    var drop = body.putArray("drop");
    for (var field : fields) {
      if (field.contains(".")) {
        drop.add(field);
      } else if (collections.size() == 1) {
        drop.add(collections.getFirst().name() + "." + field);
      } else {
        throw new UsageError(
            "--drop " + field + ": of which collection? Write it as COLLECTION." + field + ".");
      }
    }
  }

  /**
   * Sends a deployment.
   *
   * @throws Problem in words of the command line
   */
  static JsonNode send(ApiClient api, ObjectNode body) {
    try {
      return api.send("POST", PATH, body);
    } catch (Problem e) {
      throw e.saying(
          e.detail().replace("'drop'", "--drop").replace("'overwrite_drift'", "--overwrite-drift"));
    }
  }
}
