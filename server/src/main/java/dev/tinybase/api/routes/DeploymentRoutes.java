package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.ActiveSource;
import dev.tinybase.functions.loading.BrokenFile;
import dev.tinybase.functions.loading.DeployedSource;
import dev.tinybase.functions.loading.FunctionLoader;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.versions.CompileProblems;
import dev.tinybase.functions.versions.DeploymentOutcome;
import dev.tinybase.functions.versions.DeploymentOutcome.Deployed;
import dev.tinybase.functions.versions.Deployments;
import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.functions.versions.FunctionVersion;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/functions}: deployment and versions of functions, for admins. */
public final class DeploymentRoutes implements Routes {
  private static final String ALL = "/api/admin/functions";
  private static final String ONE = ALL + "/{function_name}";
  private static final int MOST_UPLOADS = 1000;

  private final Deployments deployments;
  private final FunctionLoader loader;
  private final Registry registry;

  /** Routes that deploy with these, and tell what runs. */
  public DeploymentRoutes(Deployments deployments, FunctionLoader loader, Registry registry) {
    this.deployments = deployments;
    this.loader = loader;
    this.registry = registry;
  }

  @Override
  public List<Route> routes() {
    return Stream.of(uploads(), versions()).flatMap(List::stream).toList();
  }

  private List<Route> uploads() {
    return List.of(
        Route.post(ALL + "/upload", "admin_upload_function")
            .summary("Deploy a function; it is compiled first, and takes the place of the last one")
            .admin()
            .json("FunctionUpload")
            .returns(200, "FunctionDeployment")
            .problems(400)
            .handle(this::upload),
        Route.post(ALL + "/upload-batch", "admin_upload_functions_batch")
            .summary("Deploy several functions, each by itself or all or nothing")
            .admin()
            .query("atomic", "boolean", "All or nothing; false by default")
            .json("FunctionUploadBatch")
            .returns(200, "FunctionDeploymentList")
            .problems(400)
            .handle(this::uploadBatch),
        Route.get(ALL + "/failures", "admin_list_function_failures")
            .summary("List the files with errors, whose last good versions stay")
            .admin()
            .returns(200, "FunctionFailureList")
            .handle(this::failures));
  }

  private List<Route> versions() {
    return List.of(
        Route.get(ONE + "/versions", "admin_list_function_versions")
            .summary("List the deployed versions of a function, the newest first")
            .admin()
            .query("limit", "integer", "How many at most, 1 to 1000, 50 by default")
            .returns(200, "FunctionVersionList")
            .problems(404)
            .handle(this::versions),
        Route.get(ONE + "/versions/{version_id}/source", "admin_get_function_source")
            .summary("Read the source of a version")
            .admin()
            .returns(200, "FunctionSource")
            .problems(404)
            .handle(this::source),
        Route.get(ONE + "/source", "admin_get_active_function_source")
            .summary("Read the source that runs, of a deployed version or of a file of the folder")
            .admin()
            .returns(200, "ActiveFunctionSource")
            .problems(404)
            .handle(this::activeSource),
        Route.post(ONE + "/activate", "admin_activate_function_version")
            .summary("Make an earlier version the active one")
            .admin()
            .json("FunctionActivation")
            .mostBytes(16 << 10)
            .returns(200, "FunctionDeployment")
            .problems(400, 404)
            .handle(this::activate),
        Route.post(ONE + "/rollback", "admin_rollback_function")
            .summary("Go back to the version that was active before")
            .admin()
            .returns(200, "FunctionDeployment")
            .problems(400, 404, 409)
            .handle(this::rollback),
        Route.delete(ONE, "admin_delete_function")
            .summary("End the deployment of a function; its versions stay")
            .admin()
            .returns(204, "")
            .problems(404, 409)
            .handle(this::delete));
  }

  private Response upload(Request request) {
    var fields = Fields.of(request.object());
    var upload = upload(fields);
    fields.check();
    return deployed(deployments.upload(upload, request.principal()));
  }

  private Response uploadBatch(Request request) {
    var fields = Fields.of(request.object()).only("functions");
    var list = fields.optionalArray("functions");
    if (list.isEmpty()) {
      fields.refuse("functions", "missing", "Field required");
    } else if (list.get().size() > MOST_UPLOADS) {
      fields.refuse("functions", "too_long", "must have at most " + MOST_UPLOADS + " entries");
    }
    fields.check();
    var uploads = new ArrayList<FunctionUpload>();
    for (int i = 0; i < list.orElseThrow().size(); i++) {
      uploads.add(entry(list.orElseThrow().get(i), i));
    }
    boolean atomic = request.query().flag("atomic", false);
    var body = Json.object().putArray("outcomes");
    deployments
        .uploadAll(uploads, atomic, request.principal())
        .forEach(outcome -> body.add(json(outcome)));
    return Response.json(body);
  }

  private static FunctionUpload entry(JsonNode node, int index) {
    var place = List.of("body", "functions", Integer.toString(index));
    if (!(node instanceof ObjectNode object)) {
      var fields = Fields.of(Json.object(), place.subList(0, 2));
      fields.refuse(place.getLast(), "dict_type", "must be an object");
      fields.check();
      throw new IllegalStateException("the check has thrown");
    }
    var fields = Fields.of(object, place);
    var upload = upload(fields);
    fields.check();
    return upload;
  }

  private static FunctionUpload upload(Fields fields) {
    fields.only("filename", "content", "notes");
    return new FunctionUpload(
        fields.text("filename", 1, 255),
        fields.text("content", 0, Integer.MAX_VALUE),
        fields.optionalText("notes", 0, 500).orElse(null));
  }

  private Response failures(Request request) {
    var body = Json.object();
    var list = body.putArray("failures");
    loader.failures().forEach(file -> list.add(json(file)));
    return Response.json(body);
  }

  private Response versions(Request request) {
    int limit = (int) request.query().integer("limit", 1, 1000, 50);
    var body = Json.object().putArray("versions");
    deployments.versions(name(request), limit).forEach(version -> body.add(json(version)));
    return Response.json(body);
  }

  private Response source(Request request) {
    var source = deployments.source(name(request), request.uuid("version_id"));
    return Response.json(json(source));
  }

  private Response activeSource(Request request) {
    var name = name(request);
    var function =
        registry
            .find(name)
            .orElseThrow(() ->
                Problem.notFound(
                    "function_not_found",
                    "There is no function '" + name + "' that can be called"));
    var source =
        loader
            .source(function)
            .orElseThrow(() ->
                Problem.notFound(
                    "source_not_kept",
                    "'%s' belongs to an extension (%s); its source is where that was installed from"
                        .formatted(name, function.path())));
    return Response.json(json(name, source));
  }

  private Response activate(Request request) {
    var fields = Fields.of(request.object()).only("version_id");
    var id = fields.uuid("version_id");
    fields.check();
    return deployed(deployments.activate(name(request), id, request.principal()));
  }

  private Response rollback(Request request) {
    return deployed(deployments.rollback(name(request), request.principal()));
  }

  private Response delete(Request request) {
    deployments.delete(name(request), request.principal());
    return Response.noContent();
  }

  private static Response deployed(Deployed version) {
    return Response.json(json(version));
  }

  private static String name(Request request) {
    return request.variable("function_name");
  }

  /** A version that is active now. */
  private static ObjectNode json(Deployed deployed) {
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
  private static ObjectNode json(DeploymentOutcome outcome) {
    return switch (outcome) {
      case Deployed deployed -> json(deployed);
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
  private static ObjectNode json(FunctionVersion version) {
    return Json.object()
        .put("id", version.id().toString())
        .put("function_name", version.name())
        .put("content_hash", version.contentHash())
        .put("file_size", version.fileSize())
        .put("deployed_by_email", version.deployedBy())
        .put("deployed_by_token", version.deployedByToken())
        .put("deployed_at", Instants.text(version.deployedAt()))
        .put("notes", version.notes())
        .put("execution_count", version.executions())
        .put("is_active", version.active())
        .put("activated_by_email", version.activatedBy())
        .put("activated_by_token", version.activatedByToken())
        .put("activated_at", Instants.text(version.activatedAt()));
  }

  /** A version with its text. */
  private static ObjectNode json(DeployedSource source) {
    return Json.object()
        .put("id", source.versionId().toString())
        .put("function_name", source.name())
        .put("filename", source.name() + ".java")
        .put("content_hash", source.hash())
        .put("content", source.text());
  }

  private static ObjectNode json(String function, ActiveSource source) {
    var version = source.versionId();
    return Json.object()
        .put("id", version == null ? null : version.toString())
        .put("function_name", function)
        .put("filename", source.name() + ".java")
        .put("content_hash", source.hash())
        .put("content", source.text());
  }

  /** A file with errors. */
  public static ObjectNode json(BrokenFile file) {
    var node = Json.object().put("file", file.path()).put("live", file.live());
    node.set("diagnostics", CompileProblems.json(file.diagnostics()));
    return node;
  }
}
