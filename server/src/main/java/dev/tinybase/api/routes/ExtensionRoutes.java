package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.extensions.ExtensionInfo;
import dev.tinybase.extensions.ExtensionService;
import dev.tinybase.extensions.ExtensionSettings;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/admin/extensions}, for admins. */
public final class ExtensionRoutes implements Routes {
  private static final String ALL = "/api/admin/extensions";
  private static final String ONE = ALL + "/{extension_name}";
  private static final String UPDATES = "Whether to look for newer versions, which takes a while";
  private static final int MOST = 1000;
  private static final int LONGEST_URL = 500;
  private static final int LONGEST_REF = 250;
  private static final long MOST_BYTES = 16 << 10;

  private final ExtensionService extensions;
  private final ExtensionSettings settings;

  /** Routes on extensions and their settings. */
  public ExtensionRoutes(ExtensionService extensions, ExtensionSettings settings) {
    this.extensions = extensions;
    this.settings = settings;
  }

  /** What a body says of where an extension is. */
  private record Source(String url, @Nullable String ref) {
    static Source of(Request request) {
      var fields = Fields.of(request.object()).only("repo_url", "ref");
      var url = fields.text("repo_url", 1, LONGEST_URL);
      var ref = fields.optionalText("ref", 1, LONGEST_REF);
      fields.check();
      return new Source(url, ref.orElse(null));
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(
        list(),
        create(),
        preview(),
        get(),
        update(),
        delete(),
        updateVersion(),
        getSettings(),
        updateSettings());
  }

  private Route list() {
    return Route.get(ALL, "extensions_list_extensions")
        .summary("List the extensions by name")
        .admin()
        .query("enabled_only", "boolean", "Whether to leave out the disabled ones (false)")
        .query("check_updates", "boolean", UPDATES + " (false)")
        .query("limit", "integer", "Extensions on a page, 0 to 1000 (100)")
        .query("offset", "integer", "How many to leave out at the beginning")
        .returns(200, "ExtensionList")
        .handle(this::list);
  }

  private Route create() {
    return Route.post(ALL, "extensions_create_extension")
        .summary("Install an extension from a Git repository or a folder of the server's machine")
        .admin()
        .json("ExtensionSource")
        .mostBytes(MOST_BYTES)
        .returns(201, "Extension")
        .problems(400, 409)
        .handle(this::create);
  }

  private Route preview() {
    return Route.post(ALL + "/preview", "extensions_preview_extension")
        .summary("Tell what an extension would bring, without installing it")
        .admin()
        .json("ExtensionSource")
        .mostBytes(MOST_BYTES)
        .returns(200, "ExtensionPreview")
        .problems(400)
        .handle(this::preview);
  }

  private Route get() {
    return Route.get(ONE, "extensions_get_extension")
        .summary("Read an extension")
        .admin()
        .query("check_updates", "boolean", UPDATES + " (false)")
        .returns(200, "Extension")
        .problems(404)
        .handle(this::get);
  }

  private Route update() {
    return Route.patch(ONE, "extensions_update_extension")
        .summary("Enable or disable an extension, at once")
        .admin()
        .json("ExtensionUpdate")
        .mostBytes(MOST_BYTES)
        .returns(200, "Extension")
        .problems(404)
        .handle(this::update);
  }

  private Route delete() {
    return Route.delete(ONE, "extensions_delete_extension")
        .summary("Uninstall an extension; its collections stay unless they are to be dropped")
        .admin()
        .query("drop_collections", "boolean", "Whether its collections go with their records")
        .returns(204, "")
        .problems(404, 409)
        .handle(this::delete);
  }

  private Route updateVersion() {
    return Route.post(ONE + "/update", "extensions_update_extension_version")
        .summary("Bring an extension to the newest state of where it came from, or another one")
        .admin()
        .json("ExtensionVersion")
        .mostBytes(MOST_BYTES)
        .returns(200, "Extension")
        .problems(400, 404, 409)
        .handle(this::updateVersion);
  }

  private Route getSettings() {
    return Route.get(ONE + "/settings", "extensions_get_extension_settings")
        .summary("Read the settings of an extension; secrets are left out")
        .admin()
        .returns(200, "ExtensionSettings")
        .problems(404)
        .handle(request -> Response.json(settings.get(request.variable("extension_name"))));
  }

  private Route updateSettings() {
    return Route.patch(ONE + "/settings", "extensions_update_extension_settings")
        .summary("Change settings of an extension, secrets too, at once; null is the default again")
        .admin()
        .json("ExtensionSettings")
        .returns(200, "ExtensionSettings")
        .problems(404)
        .handle(this::updateSettings);
  }

  private Response list(Request request) {
    var query = request.query();
    int limit = (int) query.integer("limit", 0, MOST, 100);
    int offset = (int) query.integer("offset", 0, Integer.MAX_VALUE, 0);
    var page =
        extensions.list(
            query.flag("enabled_only", false), query.flag("check_updates", false), limit, offset);
    return Response.json(ExtensionJson.page(page, limit, offset));
  }

  private Response create(Request request) {
    var source = Source.of(request);
    var made = extensions.install(source.url(), source.ref(), request.principal());
    return Response.json(201, ExtensionJson.item(made))
        .header("Location", ALL + "/" + made.extension().name());
  }

  private Response preview(Request request) {
    var source = Source.of(request);
    return Response.json(ExtensionJson.preview(extensions.preview(source.url(), source.ref())));
  }

  private Response get(Request request) {
    boolean checkUpdates = request.query().flag("check_updates", false);
    return item(extensions.get(request.variable("extension_name"), checkUpdates));
  }

  private Response update(Request request) {
    var fields = Fields.of(request.object()).only("is_enabled");
    var enabled = fields.optionalBool("is_enabled");
    fields.check();
    var name = request.variable("extension_name");
    return item(
        enabled.isPresent()
            ? extensions.setEnabled(name, enabled.get(), request.principal())
            : extensions.get(name, false));
  }

  private Response delete(Request request) {
    boolean dropCollections = request.query().flag("drop_collections", false);
    extensions.uninstall(request.variable("extension_name"), dropCollections, request.principal());
    return Response.noContent();
  }

  private Response updateVersion(Request request) {
    var body = request.json().isNull() ? Json.object() : request.object();
    var fields = Fields.of(body).only("ref");
    var ref = fields.optionalText("ref", 1, LONGEST_REF);
    fields.check();
    var name = request.variable("extension_name");
    return item(extensions.update(name, ref.orElse(null), request.principal()));
  }

  private Response updateSettings(Request request) {
    var name = request.variable("extension_name");
    return Response.json(settings.change(name, request.object()));
  }

  private static Response item(ExtensionInfo extension) {
    return Response.json(ExtensionJson.item(extension));
  }
}
