package dev.tinybase.api;

import dev.tinybase.auth.Principal;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Auth;
import dev.tinybase.text.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document of the routes, the collections and the functions as they are now, with
 * the routes of extensions. It is made anew only after one of these has changed.
 *
 * <p>Routes refer to schemas by name. Each file {@code openapi/<name>.json} of the class path holds
 * {@code {"schemas": {"Name": {…, "example": …}}}}; together they are the document's components.
 * Within them a reference is {@code {"$ref": "#/components/schemas/Name"}}.
 *
 * <p>{@code RecordData}, {@code RecordDataInput} and {@code RecordDataPatch} stand for the data of
 * any collection's records. In the paths of a live collection they, and every schema that refers to
 * them, are replaced by that collection's own.
 */
final class OpenApi {
  /** The files that hold schemas, see the class. */
  private static final List<String> SCHEMA_FILES =
      List.of(
          "common",
          "system",
          "auth",
          "users",
          "tokens",
          "collections",
          "records",
          "import",
          "functions",
          "calls",
          "hooks",
          "extensions",
          "jobs",
          "schedules",
          "metrics",
          "secrets",
          "deployment",
          "deploy");

  /** The document in one state of the collections and functions. */
  record Document(List<Record> state, byte[] json, String etag) {}

  /** Those who see the same. */
  private enum Audience {
    EVERYBODY,
    ACCOUNTS,
    ADMINS;

    static Audience of(Principal principal) {
      return principal.isAdmin() ? ADMINS : principal.userId() == null ? EVERYBODY : ACCOUNTS;
    }
  }

  /** What tells whether a collection has changed. */
  private record CollectionKey(String name, String label, int version) {}

  /** What tells whether a function has changed, without keeping it. */
  private record FunctionKey(String name, String hash, Instant loaded) {}

  private final List<Route> routes;
  private final Supplier<List<LiveCollection>> collections;
  private final Supplier<List<Function>> functions;
  private final Supplier<List<Route>> extensionRoutes;
  private final Map<Audience, Document> last = new ConcurrentHashMap<>();

  /** The list of routes may grow until the first request. */
  OpenApi(List<Route> routes, Services services) {
    this.routes = routes;
    this.collections = services.collections();
    this.functions = services.functions();
    this.extensionRoutes = services.extensionRoutes();
  }

  /** The document as of now, with the collections and functions that the caller may know of. */
  Document document(Principal principal) {
    var audience = Audience.of(principal);
    var live = collections.get().stream().filter(c -> c.shownTo().test(principal)).toList();
    var callable =
        functions.get().stream()
            .filter(f -> principal.isAdmin() || f.signature().auth() != Auth.ADMIN)
            .toList();
    var extensions = extensionRoutes.get();
    var state = state(live, callable);
    extensions.forEach(route -> state.add(route));
    var known = last.get(audience);
    if (known == null || !known.state().equals(state)) {
      var all = Stream.concat(routes.stream(), extensions.stream()).toList();
      var json = Json.bytes(build(all, live, callable));
      known = new Document(state, json, ETags.of(json));
      last.put(audience, known);
    }
    return known;
  }

  private static List<Record> state(List<LiveCollection> live, List<Function> callable) {
    var state = new ArrayList<Record>();
    live.forEach(c -> state.add(new CollectionKey(c.name(), c.label(), c.version())));
    callable.forEach(f -> state.add(new FunctionKey(f.name(), f.hash(), f.loadedAt())));
    return state;
  }

  private static ObjectNode build(
      List<Route> routes, List<LiveCollection> live, List<Function> callable) {
    var document = Json.object().put("openapi", "3.1.0");
    info(document.putObject("info"));
    var tags = document.putArray("tags");
    for (var tag : tags(routes, callable)) {
      tags.addObject().put("name", tag);
    }
    var paths = document.putObject("paths");
    for (var route : routes) {
      place(paths, route.path(), route.method(), OpenApiOperation.of(route));
    }
    var components = document.putObject("components");
    var all = components.putObject("schemas");
    var schemas = schemas();
    all.setAll(schemas.deepCopy());
    for (var collection : live) {
      new OpenApiCollection(collection, schemas).addTo(paths, all, routes);
    }
    for (var function : callable) {
      new OpenApiFunction(function).addTo(paths, all);
    }
    components.set("responses", OpenApiOperation.allProblems());
    components
        .putObject("securitySchemes")
        .putObject("bearer")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "An access token from POST /api/auth/login.");
    return document;
  }

  private static void info(ObjectNode info) {
    info.put("title", "TinyBase")
        .put("version", Version.text())
        .put("description", "Accounts, collections, records and functions over REST.");
    info.putObject("license").put("name", "MIT").put("identifier", "MIT");
  }

  private static SortedSet<String> tags(List<Route> routes, List<Function> callable) {
    var tags = new TreeSet<String>();
    callable.forEach(function -> tags.addAll(OpenApiFunction.tags(function.signature())));
    routes.forEach(route -> tags.add(route.operation().tag()));
    return tags;
  }

  /** Puts an operation where its path and method are; the path is made when it is the first. */
  static void place(ObjectNode paths, String path, String method, ObjectNode operation) {
    var name = path.replace("...}", "}"); // OpenAPI has no word for the rest of a path
    var item = paths.get(name) instanceof ObjectNode known ? known : paths.putObject(name);
    item.set(method.toLowerCase(Locale.ROOT), operation);
  }

  /** All schemas by name; an exception where two files define the same one. */
  private static ObjectNode schemas() {
    var all = Json.object();
    for (var name : SCHEMA_FILES) {
      for (var entry : readSchemas(name).properties()) {
        if (all.has(entry.getKey())) {
          throw new IllegalStateException("two OpenAPI schemas are named " + entry.getKey());
        }
        all.set(entry.getKey(), entry.getValue());
      }
    }
    return all;
  }

  private static ObjectNode readSchemas(String name) {
    return (ObjectNode) Json.parse(Resources.bytes("/openapi/" + name + ".json")).get("schemas");
  }
}
