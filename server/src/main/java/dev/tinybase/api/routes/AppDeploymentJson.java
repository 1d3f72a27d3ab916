package dev.tinybase.api.routes;

import dev.tinybase.collections.AccessWarnings;
import dev.tinybase.collections.SchemaStep;
import dev.tinybase.deploy.DeployedApp;
import dev.tinybase.deploy.DeployedApp.DeployedCollection;
import dev.tinybase.deploy.DeployedApp.DeployedExtension;
import dev.tinybase.deploy.DeployedApp.DeployedFunction;
import dev.tinybase.deploy.Drift;
import dev.tinybase.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Deployments of apps as they are answered. */
final class AppDeploymentJson {
  private AppDeploymentJson() {}

  static ObjectNode of(DeployedApp app) {
    var json = Json.object().put("dry_run", app.dryRun());
    var collections = json.putArray("collections");
    app.collections().forEach(it -> collections.add(of(it)));
    var functions = json.putArray("functions");
    app.functions().forEach(it -> functions.add(of(it, app.dryRun())));
    var extensions = json.putArray("extensions");
    app.extensions().forEach(it -> extensions.add(of(it)));
    json.set("overwritten", Drift.json(app.overwritten()));
    var left = json.putArray("left");
    app.left().forEach(it -> left.addObject().put("kind", it.kind().word()).put("name", it.name()));
    return json;
  }

  private static ObjectNode of(DeployedCollection it) {
    var json =
        Json.object()
            .put("name", it.change().collection().name())
            .put("outcome", it.outcome().word())
            .put("records", it.records());
    var changes = json.putArray("changes");
    for (var step : it.change().steps()) {
      var change = step.json();
      if (step instanceof SchemaStep.DropField(var field)) {
        change.put("lost_values", it.lost().getOrDefault(field.name(), 0L));
      }
      changes.add(change);
    }
    var warnings = json.putArray("warnings");
    AccessWarnings.of(it.change().collection()).forEach(warnings::add);
    return json;
  }

  private static ObjectNode of(DeployedFunction it, boolean dryRun) {
    var version = it.version();
    var json =
        Json.object()
            .put("filename", version.name() + ".java")
            .put("outcome", it.outcome().word())
            .put("version_id", dryRun ? null : version.versionId().toString())
            .put("content_hash", version.contentHash());
    var warnings = json.putArray("warnings");
    version.warnings().forEach(warnings::add);
    return json;
  }

  private static ObjectNode of(DeployedExtension it) {
    var json =
        Json.object()
            .put("name", it.name())
            .put("outcome", it.outcome().word())
            .put("version", it.version())
            .put("commit", it.commit());
    return json;
  }
}
