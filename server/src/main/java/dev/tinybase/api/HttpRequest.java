package dev.tinybase.api;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Query;
import dev.tinybase.http.QueryParser;
import dev.tinybase.text.Uuids;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.RoutingRequest;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request as it passes through the server; what costs something is done when asked for. */
final class HttpRequest implements Request {
  static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");

  private static final Principal ANONYMOUS = new Principal.Anonymous();

  private final RoutingRequest in;
  private final String method;
  private final String path;
  private final String id;
  private final Endpoint endpoint;
  private final String[] values;
  private final Supplier<String> address;
  private final Supplier<Optional<Principal.User>> caller;
  private @Nullable Principal principal;
  private @Nullable Query query;
  private final boolean head;
  private byte[] bytes = {};
  private @Nullable JsonNode json;
  private InputStream stream = InputStream.nullInputStream();

  HttpRequest(
      Exchange exchange,
      Endpoint endpoint,
      String[] values,
      Supplier<String> address,
      Supplier<Optional<Principal.User>> caller) {
    this.in = exchange.in();
    this.path = exchange.path();
    this.id = exchange.id();
    this.endpoint = endpoint;
    this.values = values;
    this.address = address;
    this.caller = caller;
    this.method = endpoint.route().method();
    this.head = exchange.head();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  void json(JsonNode body) {
    json = body;
  }

  void bytes(byte[] body) {
    bytes = body;
  }

  void stream(InputStream body) {
    stream = body;
  }

  /** The caller's id where it is known already. */
  @Nullable UUID knownUser() {
    return principal == null ? null : principal.userId();
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Principal principal() {
    if (principal == null) {
      var user = caller.get();
      principal = user.isPresent() ? user.get() : ANONYMOUS;
    }
    return principal;
  }

  @Override
  public Principal.User user() {
    return switch (principal()) {
      case Principal.User user -> user;
      case Principal.Anonymous _, Principal.Operator _ -> throw Problem.notAuthenticated();
    };
  }

  @Override
  public String address() {
    return address.get();
  }

  @Override
  public String network() {
    return Addresses.network(address());
  }

  @Override
  public String variable(String name) {
    return values[endpoint.position(name)];
  }

  @Override
  public UUID uuid(String name) {
    return Uuids.parse(variable(name))
        .orElseThrow(() ->
            Problem.invalid(
                InputError.at(
                    "uuid_parsing", "must be a UUID, 36 characters with dashes", "path", name)));
  }

  @Override
  public Query query() {
    if (query == null) {
      query = QueryParser.parse(in.prologue().hasQuery() ? in.query().rawValue() : "");
    }
    return query;
  }

  @Override
  public Optional<String> header(String name) {
    return header(
        switch (name) {
          case "If-None-Match" -> HeaderNames.IF_NONE_MATCH;
          case "If-Match" -> HeaderNames.IF_MATCH;
          default -> HeaderNames.create(name);
        });
  }

  Optional<String> header(HeaderName name) {
    return in.headers().first(name);
  }

  @Override
  public Map<String, List<String>> headers() {
    var all = new LinkedHashMap<String, List<String>>();
    in.headers().forEach(header -> all.put(header.headerName().lowerCase(), header.allValues()));
    return all;
  }

  @Override
  public boolean head() {
    return head;
  }

  @Override
  public JsonNode json() {
    if (json == null) {
      json = Bodies.json(in, bytes);
    }
    return json;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public ObjectNode object() {
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw Problem.invalid(InputError.at("object_type", "must be a JSON object", "body"));
  }

  @Override
  public InputStream stream() {
    return stream;
  }
}
