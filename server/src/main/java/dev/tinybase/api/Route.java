package dev.tinybase.api;

import dev.tinybase.auth.Scope;
import dev.tinybase.http.Response;
import dev.tinybase.metrics.Histogram;
import dev.tinybase.sdk.Auth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One method on one path: who may call it, what it takes, what it answers, and what the OpenAPI
 * document says of it.
 *
 * @param method GET, POST, PUT, PATCH or DELETE; HEAD and OPTIONS follow by themselves
 * @param path a template such as {@code /api/collections/{collection_name}}: braces match one
 *     segment, and {@code {path...}} at the end all that are left
 * @param variables the names in braces, in order
 * @param auth PUBLIC routes see a valid token's user or an anonymous caller; AUTH and ADMIN refuse
 * @param scope that an application token needs for it; null where it may have any
 * @param body how the body is read
 * @param mostBytes how long a body may be, where that is less than the limit of the settings
 * @param perMinute how often one address may call it in a minute; 0 for no limit
 * @param refusalsCountLess whether what is refused with 400 or 422 counts as a fifth of a call
 * @param query the query parameters that it takes, any other is a 400; null where the handler says
 * @param idempotent how {@code Idempotency-Key} replays its first answer
 * @param operation what the OpenAPI document says
 * @param handler the code
 * @param durations how long its answers took
 */
public record Route(
    String method,
    String path,
    List<String> variables,
    Auth auth,
    @Nullable Scope scope,
    BodyKind body,
    long mostBytes,
    int perMinute,
    boolean refusalsCountLess,
    @Nullable List<String> query,
    Idempotent idempotent,
    Operation operation,
    Handler handler,
    Histogram.ByStatus durations) {
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

  /** How the first answer to an {@code Idempotency-Key} is kept. */
  enum Idempotent {
    /** The route knows no keys. */
    NO,
    /** The key is claimed before, and the answer is kept afterwards. */
    LEASED,
    /** Key, answer and what the request does are written in one transaction. */
    IN_TRANSACTION
  }

  /**
   * Answers the requests of one route; throws a {@link dev.tinybase.errors.Problem} for a refusal.
   */
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request);
  }

  /**
   * What the OpenAPI document says of a route.
   *
   * @param id the operation's id, for example {@code collections_list_records}; its first word is
   *     the tag
   * @param summary one line
   * @param parameters the query parameters and headers; path variables are added by themselves
   * @param bodySchema the name of the body's schema in the files {@code openapi/*.json}; null
   *     without a body
   * @param bodyOptional whether the body may be left out
   * @param answers the schema's name for each status of success; an empty name means no body
   * @param problems the statuses of failure beside those that every route can have
   */
  record Operation(
      String id,
      String summary,
      List<Parameter> parameters,
      @Nullable String bodySchema,
      boolean bodyOptional,
      Map<Integer, String> answers,
      List<Integer> problems) {
    /** The names of the query parameters. */
    List<String> query() {
      return parameters.stream()
          .filter(parameter -> parameter.in().equals("query"))
          .map(Parameter::name)
          .toList();
    }

    /** The group that the operation is shown in. */
    String tag() {
      return id.substring(0, id.indexOf('_'));
    }
  }

  /**
   * A query parameter or a header.
   *
   * @param in {@code query} or {@code header}
   * @param type a JSON Schema type: string, integer, boolean; or the name of a schema, whose value
   *     is sent as JSON, or {@code Name[]} for several values with commas between them
   */
  record Parameter(String name, String in, String type, String description) {}

  /** Starts a GET route. */
  public static Builder get(String path, String operationId) {
    return new Builder("GET", path, operationId);
  }

  /** Starts a POST route. */
  public static Builder post(String path, String operationId) {
    return new Builder("POST", path, operationId);
  }

  /** Starts a PUT route. */
  public static Builder put(String path, String operationId) {
    return new Builder("PUT", path, operationId);
  }

  /** Starts a PATCH route. */
  public static Builder patch(String path, String operationId) {
    return new Builder("PATCH", path, operationId);
  }

  /** Starts a DELETE route. */
  public static Builder delete(String path, String operationId) {
    return new Builder("DELETE", path, operationId);
  }

  /** Whether the path has a variable. */
  boolean has(String variable) {
    return variables.contains(variable);
  }

  /** The position of a variable's value among the values that the path gave. */
  int position(String variable) {
    int position = variables.indexOf(variable);
    if (position < 0) {
      throw new IllegalArgumentException(path + " has no variable " + variable);
    }
    return position;
  }

  /** Says what a route is, in one sentence that ends with {@link #handle}. */
  public static final class Builder {
    private final String method;
    private final String path;
    private final String operationId;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<Integer, String> answers = new LinkedHashMap<>();
    private List<Integer> problems = List.of();
    private Auth auth = Auth.PUBLIC;
    private @Nullable Scope scope;
    private BodyKind body = BodyKind.NONE;
    private long mostBytes = Long.MAX_VALUE;
    private int perMinute;
    private boolean refusalsCountLess;
    private boolean anyQuery;
    private Idempotent idempotent = Idempotent.NO;
    private String summary = "";
    private @Nullable String bodySchema;
    private boolean bodyOptional;

    Builder(String method, String path, String operationId) {
      this.method = method;
      this.path = path;
      this.operationId = operationId;
    }

    /** One line for the reader of the API's documentation. */
    public Builder summary(String text) {
      summary = text;
      return this;
    }

    /** Only callers with a valid token. */
    public Builder auth() {
      auth = Auth.AUTH;
      return this;
    }

    /** Only admins, and application tokens with the scope {@code admin}. */
    public Builder admin() {
      auth = Auth.ADMIN;
      return scope(Scope.ADMIN);
    }

    /** Of the application tokens only those with this scope. */
    public Builder scope(Scope needed) {
      scope = needed;
      return this;
    }

    /** At most so many calls a minute from one address; 0 for no limit. */
    public Builder perMinute(int calls) {
      perMinute = calls;
      return this;
    }

    /** What is refused with 400 or 422 counts as a fifth of a call. */
    public Builder refusalsCountLess() {
      refusalsCountLess = true;
      return this;
    }

    /** An {@code Idempotency-Key} that is sent again replays the first answer for 24 hours. */
    public Builder idempotent() {
      return idempotent(Idempotent.LEASED);
    }

    /**
     * The same where the handler writes in one transaction, and calls {@link Request#once} in it.
     */
    public Builder idempotentInTransaction() {
      return idempotent(Idempotent.IN_TRANSACTION);
    }

    private Builder idempotent(Idempotent how) {
      idempotent = how;
      return header(
          "Idempotency-Key", "A key of your choice; sending it again replays the first answer");
    }

    /** A JSON body of the named schema. */
    public Builder json(String schema) {
      body = BodyKind.JSON;
      bodySchema = schema;
      return this;
    }

    /** The same, but it may be left out. */
    public Builder optionalJson(String schema) {
      bodyOptional = true;
      return json(schema);
    }

    /** A body of the named schema that the handler takes as it came or as JSON. */
    public Builder bytes(String schema) {
      body = BodyKind.BYTES;
      bodySchema = schema;
      return this;
    }

    /** A body that the handler reads as it arrives. */
    public Builder stream(String schema) {
      body = BodyKind.STREAM;
      bodySchema = schema;
      return this;
    }

    /** A body that is never longer than this, so that nobody can send much. */
    public Builder mostBytes(long bytes) {
      mostBytes = bytes;
      return this;
    }

    /** A query parameter. */
    public Builder query(String name, String type, String description) {
      parameters.add(new Parameter(name, "query", type, description));
      return this;
    }

    /** The handler itself checks which query parameters there are. */
    public Builder anyQuery() {
      anyQuery = true;
      return this;
    }

    /** A request header. */
    public Builder header(String name, String description) {
      parameters.add(new Parameter(name, "header", "string", description));
      return this;
    }

    /** An answer of success with the name of its schema; an empty name for no body. */
    public Builder returns(int status, String schema) {
      answers.put(status, schema);
      return this;
    }

    /**
     * Failures beside those that every route can have (401 and 403 by level, 413, 422, 429, 500,
     * 503).
     */
    public Builder problems(Integer... statuses) {
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
              bodySchema,
              bodyOptional,
              Map.copyOf(answers),
              List.copyOf(problems));
      return new Route(
          method,
          path,
          RouteTable.variables(path),
          auth,
          scope,
          body,
          mostBytes,
          perMinute,
          refusalsCountLess,
          anyQuery ? null : operation.query(),
          idempotent,
          operation,
          handler,
          new Histogram.ByStatus());
    }
  }
}
