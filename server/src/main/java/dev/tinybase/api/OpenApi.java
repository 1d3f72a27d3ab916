package dev.tinybase.api;

import dev.tinybase.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document of the routes and the collections as they are now. It is made anew only
 * after a collection has changed.
 */
final class OpenApi {
  /** The document in one state of the collections. */
  record Document(List<Key> collections, byte[] json, String etag) {}

  /** What tells whether a collection has changed. */
  private record Key(String name, String label, int version) {}

  private final List<Route> routes;
  private final Supplier<List<LiveCollection>> collections;
  private final ObjectNode schemas = SchemaFiles.load();
  private volatile @Nullable Document last;

  OpenApi(List<Route> routes, Supplier<List<LiveCollection>> collections) {
    this.routes = List.copyOf(routes);
    this.collections = collections;
  }

  /** The document as of now. */
  Document document() {
    var live = collections.get();
    var key = live.stream().map(c -> new Key(c.name(), c.label(), c.version())).toList();
    var known = last;
    if (known == null || !known.collections().equals(key)) {
      var json = Json.bytes(build(live));
      known = new Document(key, json, ETags.of(json));
      last = known;
    }
    return known;
  }

  private ObjectNode build(List<LiveCollection> live) {
    var document = Json.object().put("openapi", "3.1.0");
    info(document.putObject("info"));
    var tags = document.putArray("tags");
    for (var tag : tags()) {
      tags.addObject().put("name", tag);
    }
    var paths = document.putObject("paths");
    for (var route : routes) {
      place(paths, route.path(), route.method(), OperationNode.of(route));
    }
    var components = document.putObject("components");
    var all = components.putObject("schemas");
    all.setAll(schemas.deepCopy());
    for (var collection : live) {
      new CollectionPaths(collection, schemas).addTo(paths, all, routes);
    }
    components.set("responses", ErrorResponses.all());
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
        .put("description", "Accounts, collections and records over REST.");
    info.putObject("license").put("name", "MIT").put("identifier", "MIT");
  }

  private SortedSet<String> tags() {
    var tags = new TreeSet<String>();
    routes.forEach(route -> tags.add(route.operation().tag()));
    return tags;
  }

  /** Puts an operation where its path and method are; the path is made when it is the first. */
  static void place(ObjectNode paths, String path, String method, ObjectNode operation) {
    var item = paths.get(path) instanceof ObjectNode known ? known : paths.putObject(path);
    item.set(method.toLowerCase(Locale.ROOT), operation);
  }
}
