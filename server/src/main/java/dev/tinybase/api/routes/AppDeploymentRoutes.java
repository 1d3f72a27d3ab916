package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.deploy.AppDeployer;
import dev.tinybase.deploy.AppDeployment;
import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /api/admin/deploy}: a whole app, for admins. */
public final class AppDeploymentRoutes implements Routes {
  private static final int MOST_FILES = 1000;
  private static final int MOST_EXTENSIONS = 100;

  private final AppDeployer apps;

  public AppDeploymentRoutes(AppDeployer apps) {
    this.apps = apps;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/api/admin/deploy", "admin_deploy")
            .summary("Deploy collections, functions and extensions together: all of it or nothing")
            .admin()
            .json("AppDeployment")
            .returns(200, "AppDeploymentOutcome")
            .problems(400, 409)
            .handle(this::deploy));
  }

  private Response deploy(Request request) {
    var fields =
        Fields.of(request.object())
            .only(
                "collections",
                "functions",
                "extensions",
                "notes",
                "drop",
                "tracked",
                "overwrite_drift",
                "dry_run");
    var notes = fields.optionalText("notes", 0, 500).orElse(null);
    var collections = entries(fields, "collections", MOST_FILES, AppDeploymentRoutes::collection);
    var functions = entries(fields, "functions", MOST_FILES, entry -> function(entry, notes));
    var extensions = entries(fields, "extensions", MOST_EXTENSIONS, AppDeploymentRoutes::extension);
    var drop = fields.optionalTexts("drop").orElse(List.of());
    boolean tracked = fields.optionalBool("tracked").orElse(true);
    boolean overwriteDrift = fields.optionalBool("overwrite_drift").orElse(false);
    boolean dryRun = fields.optionalBool("dry_run").orElse(false);
    fields.check();
    var app =
        new AppDeployment(
            collections,
            functions,
            extensions,
            AppDeployment.drop(drop),
            tracked,
            overwriteDrift,
            dryRun);
    return Response.json(AppDeploymentJson.of(apps.deploy(app, request.principal())));
  }

  /** The entries of a list; each tells at once what is wrong with it. */
  private static <T> List<T> entries(
      Fields fields, String name, int most, Function<Fields, T> reader) {
    var list = fields.optionalArray(name);
    if (list.isEmpty()) {
      return List.of();
    }
    if (list.get().size() > most) {
      fields.refuse(name, "too_long", "must have at most " + most + " entries");
      return List.of();
    }
    var entries = new ArrayList<T>();
    for (int i = 0; i < list.get().size(); i++) {
      var index = Integer.toString(i);
      if (list.get().get(i) instanceof ObjectNode object) {
        entries.add(reader.apply(Fields.of(object, List.of("body", name, index))));
      } else {
        fields.refuse(name + "." + index, "dict_type", "must be an object");
      }
    }
    return entries;
  }

  /** As it is declared in a file; what a collection has that was read is allowed and ignored. */
  private static NewCollection collection(Fields fields) {
    fields.only(
        "name", "label", "schema", "options", "id", "schema_version", "created_at", "updated_at");
    var name = fields.text("name", 1, 100);
    var label = fields.optionalText("label", 1, 200);
    var schema = fields.object("schema");
    var options = fields.optionalObject("options").<JsonNode>map(it -> it);
    fields.check();
    return new NewCollection(
        name, label.orElse(name), schema, options.orElse(JsonNodeFactory.instance.nullNode()));
  }

  private static AppDeployment.Extension extension(Fields fields) {
    fields.only("repo_url", "ref");
    var url = fields.text("repo_url", 1, 500);
    var ref = fields.optionalText("ref", 1, 250);
    fields.check();
    return new AppDeployment.Extension(url, ref.orElse(null));
  }

  private static FunctionUpload function(Fields fields, @Nullable String notes) {
    fields.only("filename", "source");
    var filename = fields.text("filename", 1, 255);
    var source = fields.text("source", 0, Integer.MAX_VALUE);
    fields.check();
    return new FunctionUpload(filename, source, notes);
  }
}
