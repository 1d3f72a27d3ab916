package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.secrets.SecretStore;
import dev.tinybase.secrets.SecretStore.SecretInfo;
import dev.tinybase.text.Instants;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/secrets}: the secrets of functions, whose values go in but never out. */
public final class SecretRoutes implements Routes {
  private static final String ALL = "/api/admin/secrets";
  private static final String ONE = "/api/admin/secrets/{name}";

  private final SecretStore secrets;

  public SecretRoutes(SecretStore secrets) {
    this.secrets = secrets;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, "admin_list_secrets")
            .summary("List the secrets of functions by name, without their values")
            .admin()
            .returns(200, "SecretList")
            .handle(_ -> list()),
        Route.put(ONE, "admin_set_secret")
            .summary("Set a secret; nobody can read its value but functions")
            .admin()
            .json("SecretValue")
            .mostBytes(512 << 10)
            .returns(200, "Secret")
            .problems(400)
            .handle(this::set),
        Route.delete(ONE, "admin_remove_secret")
            .summary("Remove a secret from the store")
            .admin()
            .returns(204, "")
            .problems(404)
            .handle(this::remove));
  }

  private Response list() {
    var body = Json.object();
    var all = body.putArray("secrets");
    secrets.list().forEach(secret -> all.add(json(secret)));
    return Response.json(body);
  }

  private Response set(Request request) {
    var fields = Fields.of(request.object()).only("value");
    var value = fields.text("value", 1, SecretStore.MOST_BYTES);
    fields.check();
    return Response.json(json(secrets.set(request.variable("name"), value)));
  }

  private Response remove(Request request) {
    secrets.remove(request.variable("name"));
    return Response.noContent();
  }

  private static ObjectNode json(SecretInfo secret) {
    var updated = secret.updatedAt();
    return Json.object()
        .put("name", secret.name())
        .put("source", secret.source().name().toLowerCase(Locale.ROOT))
        .put("updated_at", updated == null ? null : Instants.text(updated));
  }
}
