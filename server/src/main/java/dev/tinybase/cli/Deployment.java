package dev.tinybase.cli;

import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where functions are deployed. It answers in the API's shapes. */
record Deployment(ApiClient api) implements AutoCloseable {
  private static final String ALL = "/api/admin/functions";

  /** Chosen as {@link ApiClient#open} does. */
  static Deployment open(Shell shell, @Nullable String environment) {
    return new Deployment(ApiClient.open(shell, environment));
  }

  /** What people call it. */
  String place() {
    return api.place();
  }

  /** All functions. */
  JsonNode functions() {
    api.loadFunctions();
    return api.send("GET", "/api/functions/admin/list", null);
  }

  /** The files with errors. */
  JsonNode failures() {
    api.loadFunctions();
    return api.send("GET", ALL + "/failures", null).path("failures");
  }

  /** Deploys files; gives an outcome for each in their order. */
  JsonNode uploadAll(List<FunctionUpload> uploads, boolean atomic) {
    var body = Json.object();
    var functions = body.putArray("functions");
    for (var upload : uploads) {
      var entry =
          functions.addObject().put("filename", upload.filename()).put("content", upload.content());
      if (upload.notes() != null) {
        entry.put("notes", upload.notes());
      }
    }
    return api.send("POST", ALL + "/upload-batch?atomic=" + atomic, body);
  }

  /** The versions of a function, the newest first. */
  JsonNode versions(String name, int limit) {
    return api.send("GET", one(name) + "/versions?limit=" + limit, null);
  }

  /** Makes a version active. */
  JsonNode activate(String name, UUID version) {
    return api.send(
        "POST", one(name) + "/activate", Json.object().put("version_id", version.toString()));
  }

  /** Goes back to the version before. */
  JsonNode rollback(String name) {
    return api.send("POST", one(name) + "/rollback", null);
  }

  /** Ends the deployment of a function. */
  void delete(String name) {
    api.send("DELETE", one(name), null);
  }

  private static String one(String name) {
    return ALL + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    api.close();
  }
}
