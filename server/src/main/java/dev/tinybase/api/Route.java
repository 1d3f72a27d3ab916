package dev.tinybase.api;

import dev.tinybase.sdk.Auth;

/**
 * One method on one path: who may call it, what it takes, what it answers, and what the OpenAPI
 * document says of it.
 *
 * @param method GET, POST, PUT, PATCH or DELETE; HEAD and OPTIONS follow by themselves
 * @param path a template such as {@code /api/collections/{collection_name}}; braces match one
 *     segment
 * @param auth PUBLIC routes see a valid token's user or an anonymous caller; AUTH and ADMIN refuse
 * @param body how the body is read
 * @param perMinute how often one address may call it in a minute; 0 for no limit
 * @param idempotent whether {@code Idempotency-Key} replays its first answer
 * @param operation what the OpenAPI document says
 * @param handler the code
 */
public record Route(
    String method,
    String path,
    Auth auth,
    BodyKind body,
    int perMinute,
    boolean idempotent,
    Operation operation,
    Handler handler) {

  /** How a route's body is read. */
  public enum BodyKind {
    /** Not at all; a body that is sent is skipped. */
    NONE,
    /** Parsed before the handler runs, within the size limit. */
    JSON,
    /** Read before the handler runs, within the size limit, whatever it holds. */
    BYTES,
    /** Given to the handler as it arrives. */
    STREAM
  }

  /** Starts a GET route. */
  public static RouteBuilder get(String path, String operationId) {
    return new RouteBuilder("GET", path, operationId);
  }

  /** Starts a POST route. */
  public static RouteBuilder post(String path, String operationId) {
    return new RouteBuilder("POST", path, operationId);
  }

  /** Starts a PUT route. */
  public static RouteBuilder put(String path, String operationId) {
    return new RouteBuilder("PUT", path, operationId);
  }

  /** Starts a PATCH route. */
  public static RouteBuilder patch(String path, String operationId) {
    return new RouteBuilder("PATCH", path, operationId);
  }

  /** Starts a DELETE route. */
  public static RouteBuilder delete(String path, String operationId) {
    return new RouteBuilder("DELETE", path, operationId);
  }
}
