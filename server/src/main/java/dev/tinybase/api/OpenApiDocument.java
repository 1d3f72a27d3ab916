package dev.tinybase.api;

import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAPI 3.1 document while it is made. One's own comes first: collections, then functions,
 * then what every server has.
 *
 * <p>Routes refer to schemas by name, see {@link OpenApiSchemas}. {@code RecordData} and the others
 * that {@link OpenApiCollection} names stand for any collection's. In the paths of a live
 * collection they, and every schema that refers to them, are replaced by that collection's own.
 */
final class OpenApiDocument {
  private static final String TOKEN =
      "An access token from POST /api/auth/login, or an application token (tb_…).";

  private static final String DESCRIPTION =
      "Accounts, collections, records and functions over REST. Failures are an Error, or for clients"
          + " that accept application/problem+json the same as RFC 9457 has it.";

  private final List<Route> routes;
  private final boolean admin;
  private final ObjectNode json = Json.object().put("openapi", "3.1.0");

  /**
   * Begins one.
   *
   * @param admin whether it is for admins, who see hidden fields
   */
  OpenApiDocument(List<Route> routes, boolean admin) {
    this.routes = routes;
    this.admin = admin;
  }

  /** Makes the whole, with these collections and functions beside the routes. */
  ObjectNode build(String server, List<LiveCollection> live, List<Function> callable) {
    info(json.putObject("info"));
    json.putArray("servers").addObject().put("url", server);
    OpenApiTags.write(json, routes, live, callable);
    var paths = json.putObject("paths");
    var components = json.putObject("components");
    var schemas = components.putObject("schemas");
    var parameters = components.putObject("parameters");
    schemas.setAll(OpenApiSchemas.load());
    var typed = new OpenApiCollection.Typed(schemas.deepCopy());
    for (var collection : live) {
      new OpenApiCollection(collection, admin, typed).addTo(paths, schemas, parameters, routes);
    }
    for (var function : callable) {
      new OpenApiFunction(function, routes).addTo(paths, schemas, parameters);
    }
    for (var route : routes) {
      place(paths, route.path(), route.method(), OpenApiOperation.of(route));
    }
    components.set("responses", OpenApiOperation.allProblems());
    OpenApiSchemas.removeUnused(paths, components);
    components
        .putObject("securitySchemes")
        .putObject("bearer")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", TOKEN);
    return json;
  }

  private static void info(ObjectNode info) {
    info.put("title", "TinyBase").put("version", Version.text()).put("description", DESCRIPTION);
    info.putObject("contact").put("name", "Whoever runs this server");
    info.putObject("license").put("name", "MIT").put("identifier", "MIT");
  }

  /** Puts an operation where its path and method are; the path is made when it is the first. */
  static void place(ObjectNode paths, String path, String method, ObjectNode operation) {
    var name = path.replace("...}", "}"); // OpenAPI has no word for the rest of a path
    var item = paths.get(name) instanceof ObjectNode known ? known : paths.putObject(name);
    item.set(method.toLowerCase(Locale.ROOT), operation);
  }

  /**
   * Makes a parameter one that operations share.
   *
   * @param prefix whose operations they are
   */
  static void share(ArrayNode list, String prefix, ObjectNode parameters) {
    for (int i = 0; i < list.size(); i++) {
      var parameter = list.get(i);
      var name = prefix + "." + parameter.path("name").asString();
      if (!parameters.has(name)) {
        parameters.set(name, parameter);
      }
      if (parameters.get(name).equals(parameter)) {
        list.set(i, Json.object().put("$ref", "#/components/parameters/" + name));
      }
    }
  }
}
