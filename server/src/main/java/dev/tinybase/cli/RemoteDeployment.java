package dev.tinybase.cli;

import dev.tinybase.config.Remote;
import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A server, by its API. */
final class RemoteDeployment implements Deployment {
  private static final String ALL = "/api/admin/functions";

  private final Remote remote;
  private final RemoteApi api;

  RemoteDeployment(Remote remote) {
    this.remote = remote;
    this.api = new RemoteApi(remote);
  }

  @Override
  public String place() {
    return remote.toString();
  }

  @Override
  public JsonNode functions() {
    return api.send("GET", "/api/functions/admin/list", null);
  }

  @Override
  public JsonNode failures() {
    return api.send("GET", ALL + "/failures", null).path("failures");
  }

  @Override
  public JsonNode uploadAll(List<FunctionUpload> uploads, boolean atomic) {
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

  @Override
  public JsonNode versions(String name, int limit) {
    return api.send("GET", one(name) + "/versions?limit=" + limit, null);
  }

  @Override
  public JsonNode activate(String name, UUID version) {
    return api.send(
        "POST", one(name) + "/activate", Json.object().put("version_id", version.toString()));
  }

  @Override
  public JsonNode rollback(String name) {
    return api.send("POST", one(name) + "/rollback", null);
  }

  @Override
  public void delete(String name) {
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
