package dev.tinybase.cli;

import dev.tinybase.TinyBase;
import dev.tinybase.api.routes.DeploymentJson;
import dev.tinybase.api.routes.FunctionJson;
import dev.tinybase.auth.Principal;
import dev.tinybase.functions.versions.Deployments;
import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The instance in the working directory. A server that runs on it switches by itself. */
final class LocalDeployment implements Deployment {
  private static final Principal WHO = new Principal.Operator();

  private final TinyBase tinybase;
  private final Deployments deployments;
  private boolean loaded;

  LocalDeployment(TinyBase tinybase) {
    this.tinybase = tinybase;
    this.deployments = tinybase.functions().deployments();
  }

  @Override
  public String place() {
    return "the database of this folder";
  }

  @Override
  public JsonNode functions() {
    load();
    return FunctionJson.adminList(tinybase.functions().registry().list());
  }

  @Override
  public JsonNode failures() {
    load();
    var list = Json.object().putArray("failures");
    tinybase.functions().loader().failures().forEach(file -> list.add(DeploymentJson.broken(file)));
    return list;
  }

  private void load() {
    if (!loaded) {
      tinybase.functions().loader().reload();
      loaded = true;
    }
  }

  @Override
  public JsonNode uploadAll(List<FunctionUpload> uploads, boolean atomic) {
    var list = Json.object().putArray("outcomes");
    deployments
        .uploadAll(uploads, atomic, WHO)
        .forEach(outcome -> list.add(DeploymentJson.outcome(outcome)));
    return list;
  }

  @Override
  public JsonNode versions(String name, int limit) {
    var list = Json.object().putArray("versions");
    deployments.versions(name, limit).forEach(version -> list.add(DeploymentJson.version(version)));
    return list;
  }

  @Override
  public JsonNode activate(String name, UUID version) {
    return DeploymentJson.deployed(deployments.activate(name, version, WHO));
  }

  @Override
  public JsonNode rollback(String name) {
    return DeploymentJson.deployed(deployments.rollback(name, WHO));
  }

  @Override
  public void delete(String name) {
    deployments.delete(name, WHO);
  }

  @Override
  public void close() {
    tinybase.close();
  }
}
