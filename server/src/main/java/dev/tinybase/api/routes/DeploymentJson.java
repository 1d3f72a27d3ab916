package dev.tinybase.api.routes;

import dev.tinybase.db.Instants;
import dev.tinybase.functions.loading.BrokenFile;
import dev.tinybase.functions.loading.DeployedSource;
import dev.tinybase.functions.versions.CompileProblems;
import dev.tinybase.functions.versions.DeploymentOutcome;
import dev.tinybase.functions.versions.DeploymentOutcome.Deployed;
import dev.tinybase.functions.versions.FunctionVersion;
import dev.tinybase.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Deployed versions, and files with errors, as JSON. */
public final class DeploymentJson {
  private DeploymentJson() {}

  /** A version that is active now. */
  static ObjectNode deployed(Deployed deployed) {
    var node =
        Json.object()
            .put("function_name", deployed.name())
            .put("version_id", deployed.versionId().toString())
            .put("content_hash", deployed.contentHash())
            .put("is_new_version", deployed.isNew())
            .put("message", deployed.message());
    var warnings = node.putArray("warnings");
    deployed.warnings().forEach(warnings::add);
    return node;
  }

  /** What became of one file of a batch. */
  static ObjectNode outcome(DeploymentOutcome outcome) {
    return switch (outcome) {
      case Deployed deployed -> deployed(deployed);
      case DeploymentOutcome.Refused(var name, var problem) -> {
        var node =
            Json.object()
                .put("function_name", name)
                .put("version_id", "")
                .put("content_hash", "")
                .put("is_new_version", false)
                .put("message", "Deployment failed: " + problem.detail())
                .put("code", problem.code());
        node.putArray("warnings");
        problem.members().forEach(node::set);
        yield node;
      }
    };
  }

  /** A version in a list. */
  static ObjectNode version(FunctionVersion version) {
    return Json.object()
        .put("id", version.id().toString())
        .put("function_name", version.name())
        .put("content_hash", version.contentHash())
        .put("file_size", version.fileSize())
        .put("deployed_by_email", version.deployedBy())
        .put("deployed_at", Instants.text(version.deployedAt()))
        .put("notes", version.notes())
        .put("execution_count", version.executions())
        .put("is_active", version.active())
        .put("activated_by_email", version.activatedBy())
        .put("activated_at", Instants.text(version.activatedAt()));
  }

  /** A version with its text. */
  static ObjectNode source(DeployedSource source) {
    return Json.object()
        .put("id", source.versionId().toString())
        .put("function_name", source.name())
        .put("filename", source.name() + ".java")
        .put("content_hash", source.hash())
        .put("content", source.text());
  }

  /** A file with errors. */
  public static ObjectNode broken(BrokenFile file) {
    var node = Json.object().put("file", file.path()).put("live", file.live());
    node.set("diagnostics", CompileProblems.json(file.diagnostics()));
    return node;
  }
}
