package dev.tinybase.api;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Auth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The OpenAPI documents of the routes, the collections and the functions as they are now, with the
 * routes of extensions: one for each audience. Each is made anew only after one of these has
 * changed; {@link OpenApiDocument} says of what.
 */
final class OpenApi {
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
  private final String server;
  private final Supplier<List<LiveCollection>> collections;
  private final Supplier<List<Function>> functions;
  private final Supplier<List<Route>> extensionRoutes;
  private final Map<Audience, Document> last = new ConcurrentHashMap<>();

  /**
   * Of these routes; the list may grow until the first request.
   *
   * @param server the URL that the paths begin with; a path where only that is known
   */
  OpenApi(List<Route> routes, String server, Services services) {
    this.routes = routes;
    this.server = server;
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
            .filter(f ->
                principal.isAdminFor(Scope.FUNCTIONS_CALL) || f.signature().auth() != Auth.ADMIN)
            .toList();
    var extensions = extensionRoutes.get();
    var state = state(live, callable);
    extensions.forEach(route -> state.add(route));
    var known = last.get(audience);
    if (known == null || !known.state().equals(state)) {
      var all = Stream.concat(routes.stream(), extensions.stream()).toList();
      var document = new OpenApiDocument(all, principal.isAdmin());
      var json = Json.bytes(document.build(server, live, callable));
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
}
