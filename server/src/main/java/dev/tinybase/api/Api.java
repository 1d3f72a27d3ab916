package dev.tinybase.api;

import dev.tinybase.auth.Principal;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.HttpHandler;
import dev.tinybase.http.HttpRequest;
import dev.tinybase.http.Response;
import dev.tinybase.http.Tuning;
import dev.tinybase.threads.RequestId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests by the route table, with the checks in the contract's order: size, route, JSON
 * syntax, token, handler.
 */
public final class Api implements HttpHandler {
  private static final String CHALLENGE = "WWW-Authenticate";
  private static final String INVALID_TOKEN = "Bearer error=\"invalid_token\"";
  private static final String NO_COLLECTION = "collection_not_found";

  private final List<Route> routes;
  private final RouteTable table;
  private final Supplier<List<Route>> extensionRoutes;
  private final Supplier<List<LiveCollection>> collections;
  private volatile ExtensionTable extensions = new ExtensionTable(List.of());
  private final Function<String, Optional<Principal>> authenticator;
  private final long maxBody;
  private final long maxStream;
  private final @Nullable RateLimiter limiter;
  private final Database database;
  private final Idempotency idempotency;
  private final RequestHistory requests;

  /** The routes of extensions at one time. */
  private record ExtensionTable(List<Route> routes, RouteTable table) {
    ExtensionTable(List<Route> routes) {
      this(routes, new RouteTable(routes));
    }
  }

  /** The routes, and beside them those of the server itself. */
  public Api(Settings settings, Services services, List<Route> routes) {
    this(settings, services, routes, Tuning.system());
  }

  Api(Settings settings, Services services, List<Route> routes, Tuning tuning) {
    authenticator = services.authenticator();
    maxBody = settings.server().maxBodyBytes();
    maxStream = settings.server().maxImportBytes();
    limiter = settings.rateLimit().enabled() ? new RateLimiter(tuning.nanos()) : null;
    database = services.database();
    idempotency = new Idempotency(services.database(), tuning.clock());
    var all = new ArrayList<>(routes);
    var metrics = new MetricsPage(settings.metrics().token(), all, services, this::rateLimited);
    var basePath = settings.server().basePath();
    var openApi = new OpenApi(all, root(settings.server()), services);
    requests = services.requests();
    var security = new SecurityPage(settings.server(), tuning.clock());
    all.addAll(
        new SystemRoutes(services.readiness(), metrics, this::requests, security, openApi, basePath)
            .routes());
    all.addAll(new AdminRoutes(basePath).routes());
    all.addAll(new DocsRoutes().routes());
    this.routes = List.copyOf(all);
    table = new RouteTable(all);
    extensionRoutes = services.extensionRoutes();
    collections = services.collections();
  }

  /** What clients begin URLs with: where the server's own address is not known, a path. */
  private static String root(Settings.Server server) {
    var root = server.rootUrl("");
    return root.isEmpty() ? "/" : root;
  }

  /** Every route but those of extensions. */
  List<Route> routes() {
    return routes;
  }

  /** Keeps what was counted of requests since the last look; to be called about each minute. */
  public void lookAtRequests(HttpRequest.ServerStatus server) {
    requests.look(
        Stream.concat(routes.stream(), extensionRoutes.get().stream()).toList(),
        server.unmatched());
  }

  /** How they went, up to this request. */
  private Response requests(Request request) {
    int hours = (int) request.query().integer("hours", 1, 24, 24);
    lookAtRequests(request.http().server());
    return Response.json(requests.json(hours));
  }

  private long rateLimited() {
    return limiter == null ? 0 : limiter.refusedCount();
  }

  @Override
  public Response handle(HttpRequest http) {
    return answer(http, null);
  }

  @Override
  public Response failure(HttpRequest http, Throwable failure) {
    return ErrorResponses.of(failure, http);
  }

  @Override
  public void clientLeft(Thread answering) {
    database.cancelRead(answering);
  }

  /**
   * The answer to a request of somebody who needs no token.
   *
   * @throws Problem when it is refused
   */
  public Response handleAs(Principal caller, HttpRequest http) {
    return RequestId.with(http.id()).call(() -> answer(http, caller));
  }

  private Response answer(HttpRequest http, @Nullable Principal caller) {
    return switch (find(http)) {
      case RouteTable.Lookup.Found(Route route, String[] values) -> {
        http.durations(route.durations());
        yield challenged(route, new Request(http, route, values, caller, authenticator));
      }
      case RouteTable.Lookup.OtherMethods(String allow) -> {
        http.checkLength(maxBody);
        if (!http.method().equals("OPTIONS")) {
          throw methodNotAllowed(allow);
        }
        yield Response.noContent().header("Allow", allow);
      }
      case RouteTable.Lookup.Redirect(String path) -> {
        var query = http.rawQuery().isEmpty() ? "" : "?" + http.rawQuery();
        yield Response.redirect(path + query);
      }
      case RouteTable.Lookup.Missing _ -> {
        http.checkLength(maxBody);
        throw notFound();
      }
    };
  }

  /** A client whose path makes no sense may have lost its place in the stream: that was all. */
  private RouteTable.Lookup find(HttpRequest http) {
    try {
      var found = table.find(http.method(), http.path());
      return found instanceof RouteTable.Lookup.Missing
          ? extensions().find(http.method(), http.path())
          : found;
    } catch (Problem malformed) {
      http.closeAfterwards();
      throw malformed;
    }
  }

  @SuppressWarnings("ReferenceEquality") // another list tells of a change; equal ones do no harm
  private RouteTable extensions() {
    var routes = extensionRoutes.get();
    var known = extensions;
    if (known.routes() != routes) {
      known = new ExtensionTable(routes);
      extensions = known;
    }
    return known.table();
  }

  /**
   * Whoever comes with a token that does not count is told so (RFC 6750, 3), whatever the answer.
   */
  private Response challenged(Route route, Request request) {
    try {
      var answer = limited(route, request);
      return request.hasInvalidToken() ? answer.header(CHALLENGE, INVALID_TOKEN) : answer;
    } catch (Problem refused) {
      throw request.hasInvalidToken() ? refused.header(CHALLENGE, INVALID_TOKEN) : refused;
    }
  }

  private Response limited(Route route, Request request) {
    request.http().checkLength(most(route));
    if (limiter == null || route.perMinute() == 0) {
      return checked(route, request);
    }
    var count = limiter.count(route, request.network());
    if (count.exceeded()) {
      throw count.problem();
    }
    var answer = counted(route, request, limiter);
    var headers = new LinkedHashMap<>(answer.headers());
    headers.putAll(count.headers());
    return new Response(answer.status(), headers, answer.body());
  }

  private Response counted(Route route, Request request, RateLimiter counter) {
    try {
      return checked(route, request);
    } catch (Problem refused) {
      if (route.refusalsCountLess() && (refused.status() == 400 || refused.status() == 422)) {
        counter.countLess(route, request.network());
      }
      throw refused;
    }
  }

  private long most(Route route) {
    return Math.min(route.mostBytes(), route.body() == Route.BodyKind.STREAM ? maxStream : maxBody);
  }

  private Response checked(Route route, Request request) {
    request.readBody(most(route));
    request.require(route.auth(), route.scope());
    request.checkQuery();
    try {
      var key =
          route.idempotent() == Route.Idempotent.NO
              ? Optional.<String>empty()
              : request.header("Idempotency-Key");
      return key.isEmpty()
          ? route.handler().handle(request)
          : idempotency.answer(request, key.get(), route, () -> handled(route, request));
    } catch (Problem problem) {
      throw problem.code().equals(NO_COLLECTION) ? withNearest(problem, request) : problem;
    }
  }

  /** The same problem, with the name that was meant, for those who may know of it. */
  private Problem withNearest(Problem problem, Request request) {
    var hint =
        request
            .optionalVariable("collection_name")
            .map(name -> LiveCollection.hint(name, collections.get(), request.principal()))
            .orElse("");
    return hint.isEmpty()
        ? problem
        : Problem.notFound(NO_COLLECTION, problem.detail().replaceFirst("\\.$", "") + hint);
  }

  private Response handled(Route route, Request request) {
    try {
      return route.handler().handle(request);
    } catch (RuntimeException e) {
      return failure(request.http(), e);
    }
  }

  static Problem notFound() {
    return Problem.notFound("not_found", "Not Found");
  }

  /** The path has other methods only. */
  public static Problem methodNotAllowed(String allow) {
    return Problem.of(Problem.Kind.METHOD_NOT_ALLOWED, "method_not_allowed", "Method Not Allowed")
        .header("Allow", allow);
  }
}
