package dev.tinybase.api;

import dev.tinybase.sdk.Auth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a route is, in one sentence that ends with {@link #handle}. */
public final class RouteBuilder {
  private final String method;
  private final String path;
  private final String operationId;
  private final List<Operation.Parameter> parameters = new ArrayList<>();
  private final Map<Integer, String> answers = new LinkedHashMap<>();
  private List<Integer> problems = List.of();
  private Auth auth = Auth.PUBLIC;
  private Route.BodyKind body = Route.BodyKind.NONE;
  private int perMinute;
  private boolean idempotent;
  private String summary = "";
  private @Nullable String request;

  RouteBuilder(String method, String path, String operationId) {
    this.method = method;
    this.path = path;
    this.operationId = operationId;
  }

  /** One line for the reader of the API's documentation. */
  public RouteBuilder summary(String text) {
    summary = text;
    return this;
  }

  /** Only callers with a valid token. */
  public RouteBuilder auth() {
    auth = Auth.AUTH;
    return this;
  }

  /** Only admins. */
  public RouteBuilder admin() {
    auth = Auth.ADMIN;
    return this;
  }

  /** At most so many calls a minute from one address. */
  public RouteBuilder perMinute(int calls) {
    perMinute = calls;
    return this;
  }

  /** An {@code Idempotency-Key} that is sent again replays the first answer for 24 hours. */
  public RouteBuilder idempotent() {
    idempotent = true;
    return header(
        "Idempotency-Key", "A key of your choice; sending it again replays the first answer");
  }

  /** A JSON body of the named schema. */
  public RouteBuilder json(String schema) {
    body = Route.BodyKind.JSON;
    request = schema;
    return this;
  }

  /** A body of the named schema that the handler takes as it came or as JSON. */
  public RouteBuilder bytes(String schema) {
    body = Route.BodyKind.BYTES;
    request = schema;
    return this;
  }

  /** A body that the handler reads as it arrives. */
  public RouteBuilder stream(String schema) {
    body = Route.BodyKind.STREAM;
    request = schema;
    return this;
  }

  /** A query parameter. */
  public RouteBuilder query(String name, String type, String description) {
    parameters.add(new Operation.Parameter(name, "query", type, description));
    return this;
  }

  /** A request header. */
  public RouteBuilder header(String name, String description) {
    parameters.add(new Operation.Parameter(name, "header", "string", description));
    return this;
  }

  /** An answer of success with the name of its schema; an empty name for no body. */
  public RouteBuilder returns(int status, String schema) {
    answers.put(status, schema);
    return this;
  }

  /**
   * Failures beside those that every route can have (401 and 403 by level, 413, 422, 429, 500,
   * 503).
   */
  public RouteBuilder problems(Integer... statuses) {
    problems = Arrays.asList(statuses);
    return this;
  }

  /** Ends the sentence. */
  public Route handle(Handler handler) {
    var operation =
        new Operation(
            operationId,
            summary,
            List.copyOf(parameters),
            request,
            Map.copyOf(answers),
            List.copyOf(problems));
    return new Route(method, path, auth, body, perMinute, idempotent, operation, handler);
  }
}
