package dev.tinybase.api;

import dev.tinybase.auth.ClientInfo;
import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.HttpRequest;
import dev.tinybase.http.Query;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Auth;
import dev.tinybase.text.Uuids;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a handler sees of a request: routed, and read; what costs something is done when asked for.
 */
public final class Request {
  /** An answer that is longer is not kept for its {@code Idempotency-Key}. */
  public static final int MOST_KEPT_BYTES = 1 << 20;

  private static final String BEARER = "Bearer ";
  private static final int SMALL = 4 << 10;
  private static final Pattern PREFERENCES = Pattern.compile("[,;]");
  private static final Principal ANONYMOUS = new Principal.Anonymous();

  private final HttpRequest http;
  private final Route route;
  private final String[] values;
  private final Function<String, Optional<Principal>> authenticator;
  private @Nullable Principal principal;
  private boolean invalidToken;
  private @Nullable Query query;
  private byte[] bytes = {};
  private @Nullable JsonNode json;
  private InputStream stream = InputStream.nullInputStream();
  private @Nullable BiFunction<Sql, Supplier<Response>, Response> once;
  private @Nullable UnaryOperator<Response> amend;

  /**
   * A request for a route.
   *
   * @param values those of the path's variables
   * @param principal the caller where it is known already; else the token tells
   */
  Request(
      HttpRequest http,
      Route route,
      String[] values,
      @Nullable Principal principal,
      Function<String, Optional<Principal>> authenticator) {
    this.http = http;
    this.route = route;
    this.values = values;
    this.principal = principal;
    this.authenticator = authenticator;
  }

  HttpRequest http() {
    return http;
  }

  /** Reads the body as the route wants it. */
  void readBody(long most) {
    switch (route.body()) {
      case NONE -> http.withoutBody();
      case JSON -> {
        if (http.hasBody()) {
          checkType();
        }
        json = parse(http.body(most, new Json.Meter()));
      }
      case BYTES -> bytes = http.body(most, _ -> 0);
      case STREAM -> stream = http.stream(most);
    }
  }

  /**
   * Refuses callers whom a level is not for.
   *
   * @param scope that an application token needs; null where it may have any, and has no rights
   */
  void require(Auth level, @Nullable Scope scope) {
    if (scope != null
        && principal() instanceof Principal.Application application
        && !application.isAdminFor(scope)) {
      throw application.insufficientScope(scope);
    }
    if (level != Auth.PUBLIC && principal() instanceof Principal.Anonymous) {
      throw Problem.notAuthenticated();
    }
    if (level == Auth.ADMIN && !principal().isAdminFor(scope == null ? Scope.ADMIN : scope)) {
      throw Problem.adminRequired();
    }
  }

  /** How the transaction of a request with an {@code Idempotency-Key} keeps its answer. */
  void onceBy(
      BiFunction<Sql, Supplier<Response>, Response> keeper, UnaryOperator<Response> amender) {
    once = keeper;
    amend = amender;
  }

  /**
   * Whether the request has an {@code Idempotency-Key}, so that its transaction needs {@link
   * #once}.
   */
  public boolean hasIdempotencyKey() {
    return once != null;
  }

  /**
   * To be called in the transaction in which the request writes: does its work, and keeps the
   * answer with what it wrote; or gives the answer that its {@code Idempotency-Key} has already.
   */
  public Response once(Sql sql, Supplier<Response> work) {
    return once == null ? work.get() : once.apply(sql, work);
  }

  /**
   * A better answer than the one that {@link #once} has kept, for what must not hold up the
   * transaction: from now on it is the one that is given again.
   */
  public Response amended(Response better) {
    return amend == null ? better : amend.apply(better);
  }

  /** Refuses query parameters that the route has not declared. */
  void checkQuery() {
    var known = route.query();
    if (known != null && !http.rawQuery().isEmpty()) {
      query().only(known);
    }
  }

  /** The method in upper case; GET where the client sent HEAD. */
  public String method() {
    return route.method();
  }

  /** The path without query, as sent. */
  public String path() {
    return http.path();
  }

  /** The id that ties answer, log and error together. */
  public String id() {
    return http.id();
  }

  /** Who calls. */
  public Principal principal() {
    if (principal == null) {
      var token = bearerToken();
      principal = token.flatMap(authenticator).orElse(ANONYMOUS);
      invalidToken = token.isPresent() && principal instanceof Principal.Anonymous;
      switch (principal) {
        case Principal.User user -> http.caller(user.id());
        case Principal.Application application -> http.caller(application.caller());
        case Principal.Anonymous _, Principal.Operator _ -> {}
      }
    }
    return principal;
  }

  /** Whether a token was looked at that does not count, or no more: its bearer is nobody. */
  boolean hasInvalidToken() {
    return invalidToken;
  }

  /** The person who calls a route at level AUTH or ADMIN; a 403 problem for a program. */
  public Principal.User user() {
    return switch (principal()) {
      case Principal.User user -> user;
      case Principal.Application _ ->
          throw Problem.forbidden(
              "user_required",
              "This is about the caller's own account, and an application token has none");
      case Principal.Anonymous _, Principal.Operator _ -> throw Problem.notAuthenticated();
    };
  }

  /** The token of {@code Authorization: Bearer ...} (RFC 6750), whatever kind of token it is. */
  public Optional<String> bearerToken() {
    return http.header("Authorization")
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip());
  }

  /** The address of the client. */
  public String address() {
    return http.address();
  }

  /** What a limit counts as one client: the address, or the 64 bits of an IPv6 network. */
  public String network() {
    return ClientInfo.at(address()).network();
  }

  /** Where it comes from. */
  public ClientInfo client() {
    return new ClientInfo(address(), header("User-Agent").orElse(null));
  }

  /** A path variable, percent-decoded. */
  public String variable(String name) {
    return values[route.position(name)];
  }

  /** A path variable, where the route has it. */
  Optional<String> optionalVariable(String name) {
    return route.has(name) ? Optional.of(variable(name)) : Optional.empty();
  }

  /** A path variable that must be a UUID, else 422. */
  public UUID uuid(String name) {
    return Uuids.parse(variable(name))
        .orElseThrow(() ->
            Problem.invalid(
                InputError.at(
                    "uuid_parsing", "must be a UUID, 36 characters with dashes", "path", name)));
  }

  /** The query. */
  public Query query() {
    if (query == null) {
      query = Query.parse(http.rawQuery());
    }
    return query;
  }

  /** A header's value. */
  public Optional<String> header(String name) {
    return http.header(name);
  }

  /** Whether pages are asked for by name; a program that takes anything is no browser. */
  public boolean isFromBrowser() {
    return header("Accept").filter(accept -> accept.contains("text/html")).isPresent();
  }

  /** Every header: names in lower case, each with its values. */
  public Map<String, List<String>> headers() {
    return http.headers();
  }

  /**
   * Whether the client prefers this, such as {@code return=minimal} (RFC 7240); what is not known
   * there is ignored.
   */
  public boolean prefers(String preference) {
    return headers().getOrDefault("prefer", List.of()).stream()
        .flatMap(PREFERENCES::splitAsStream)
        .anyMatch(word -> word.replaceAll("[\\s\"]", "").equalsIgnoreCase(preference));
  }

  /** Whether the client wants the head of the answer alone, so that a body would be lost. */
  public boolean head() {
    return http.method().equals("HEAD");
  }

  /**
   * The answer will be a long-lived stream: a 503 problem, before anything is done for it, where
   * the server has too many of these.
   */
  public void openStream() {
    http.openStream();
  }

  /**
   * The reply will take so many bytes of memory, if more than a little: waits for room, and is a
   * 503 problem where there is none in time.
   */
  public void expectReply(long bytes) {
    http.expectReply(bytes);
  }

  /** Whether so many bytes of a reply find room; what is done already is told with fewer then. */
  public boolean hasRoom(long bytes) {
    try {
      http.replying(bytes);
      return true;
    } catch (Problem _) {
      return false;
    }
  }

  /** A reply that takes so many bytes grows in memory; a 503 problem where there is no room. */
  public void replying(long bytes) {
    http.replying(bytes);
  }

  /**
   * The JSON body of a route with {@link Route.BodyKind#JSON} or {@link Route.BodyKind#BYTES}; a
   * missing body is JSON null.
   */
  public JsonNode json() {
    if (json == null) {
      if (bytes.length > 0) {
        checkType();
      }
      if (bytes.length > SMALL) {
        http.reserve(Json.memory(bytes));
      }
      json = parse(bytes);
    }
    return json;
  }

  /** The JSON body as an object, else 422. */
  public ObjectNode object() {
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw Problem.invalid(InputError.at("object_type", "must be a JSON object", "body"));
  }

  /** The body of a route with {@link Route.BodyKind#BYTES}, unzipped and bounded. */
  public byte[] bytes() {
    return bytes;
  }

  /** The raw body of a route with {@link Route.BodyKind#STREAM}, unzipped and bounded. */
  public InputStream stream() {
    return stream;
  }

  private static JsonNode parse(byte[] body) {
    return body.length == 0 ? NullNode.getInstance() : Json.parse(body);
  }

  private void checkType() {
    var type = http.header("Content-Type").orElse("application/json");
    if (!type.equals("application/json") && !isJson(type.toLowerCase(Locale.ROOT))) {
      throw unsupportedType(type.length() > 100 ? "that" : type);
    }
  }

  private static boolean isJson(String type) {
    int semicolon = type.indexOf(';');
    var essence = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    boolean utf8 =
        semicolon < 0
            || !type.contains("charset")
            || type.contains("utf-8")
            || type.contains("utf8");
    return utf8 && (essence.equals("application/json") || essence.endsWith("+json"));
  }

  static Problem unsupportedType(String type) {
    return Problem.of(
        Problem.Kind.UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        "The body must be application/json, not " + type + ".");
  }
}
