package dev.tinybase.errors;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A failure that the caller can understand and act on. Every layer throws it; the API turns it into
 * the contract's error body and the CLI into a sentence. It carries no stack trace, because it is
 * an answer, not a defect.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The classes of failure, each with its HTTP status. */
  public enum Kind {
    BAD_REQUEST(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    CONFLICT(409),
    PRECONDITION_FAILED(412),
    TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    INVALID(422),
    TOO_MANY_REQUESTS(429),
    INTERNAL(500),
    UNAVAILABLE(503);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /** The HTTP status code. */
    public int status() {
      return status;
    }
  }

  private final Kind kind;
  private final int status;
  private final String code;
  private final transient List<FieldError> errors;
  private final transient List<InputError> inputs;
  private final transient Map<String, String> headers;
  private final transient Map<String, JsonNode> members;

  private Problem(
      Kind kind,
      int status,
      String code,
      String detail,
      List<FieldError> errors,
      List<InputError> inputs,
      Map<String, String> headers,
      Map<String, JsonNode> members) {
    super(detail, null, false, false);
    this.kind = kind;
    this.status = status;
    this.code = code;
    this.errors = List.copyOf(errors);
    this.inputs = List.copyOf(inputs);
    this.headers = Map.copyOf(headers);
    this.members = Map.copyOf(members);
  }

  private static Problem of(
      Kind kind, String code, String detail, List<FieldError> errors, List<InputError> inputs) {
    return new Problem(kind, kind.status(), code, detail, errors, inputs, Map.of(), Map.of());
  }

  /**
   * A failure of any kind. The code is a stable snake_case word for programs, the detail a sentence
   * for people.
   */
  public static Problem of(Kind kind, String code, String detail) {
    return of(kind, code, detail, List.of(), List.of());
  }

  /**
   * A refusal with any status from 400 to 499, which what runs here on behalf of an operator has
   * chosen.
   */
  public static Problem refusal(int status, String code, String detail) {
    var known = Arrays.stream(Kind.values()).filter(it -> it.status() == status).findFirst();
    return new Problem(
        known.orElse(Kind.BAD_REQUEST),
        status,
        code,
        detail,
        List.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  /** 400: the request makes no sense to the service. */
  public static Problem badRequest(String code, String detail) {
    return of(Kind.BAD_REQUEST, code, detail);
  }

  /** 400: a record that its schema refuses, with every problem of it at once. */
  public static Problem invalidRecord(List<FieldError> errors) {
    var all = errors.stream().map(error -> error.field() + ": " + error.message());
    return badRequest("validation_failed", all.collect(Collectors.joining("; ")), errors);
  }

  /** 400: a configuration that is refused, with every problem of it at once. */
  public static Problem badRequest(String code, String detail, List<FieldError> errors) {
    return of(Kind.BAD_REQUEST, code, detail, errors, List.of());
  }

  /** 401: only somebody who is logged in may do this. */
  public static Problem notAuthenticated() {
    return of(Kind.UNAUTHENTICATED, "not_authenticated", "Not authenticated")
        .header("WWW-Authenticate", "Bearer");
  }

  /** 403: only an admin may do this. */
  public static Problem adminRequired() {
    return forbidden("admin_required", "Admin access required");
  }

  /** 403. */
  public static Problem forbidden(String code, String detail) {
    return of(Kind.FORBIDDEN, code, detail);
  }

  /** 404. */
  public static Problem notFound(String code, String detail) {
    return of(Kind.NOT_FOUND, code, detail);
  }

  /** 409. */
  public static Problem conflict(String code, String detail) {
    return of(Kind.CONFLICT, code, detail);
  }

  /** 422: input of the wrong form, with every place at once. */
  public static Problem invalid(List<InputError> inputs) {
    var all = inputs.stream().map(input -> String.join(".", input.loc()) + ": " + input.msg());
    var detail = all.collect(Collectors.joining("; "));
    return of(Kind.INVALID, "invalid_input", detail, List.of(), inputs);
  }

  /** 422: input of the wrong form at one place. */
  public static Problem invalid(InputError input) {
    return invalid(List.of(input));
  }

  /** 422: a payload that its function refuses, with every field at once. */
  public static Problem invalidPayload(List<FieldError> errors) {
    var all =
        errors.stream()
            .map(it -> it.field().isEmpty() ? it.message() : it.field() + ": " + it.message());
    var detail = "The function refuses the payload: " + all.collect(Collectors.joining("; "));
    return of(Kind.INVALID, "invalid_payload", detail, errors, List.of());
  }

  /** 503 with {@code Retry-After}: try again in so many seconds. */
  public static Problem unavailable(String code, String detail, int retryAfterSeconds) {
    return of(Kind.UNAVAILABLE, code, detail)
        .header("Retry-After", Integer.toString(retryAfterSeconds));
  }

  /** This problem in other words. */
  public Problem saying(String other) {
    return new Problem(kind, status, code, other, errors, inputs, headers, members);
  }

  /** This problem with one more response header. */
  public Problem header(String name, String value) {
    var all = new HashMap<>(headers);
    all.put(name, value);
    return new Problem(kind, status, code, detail(), errors, inputs, all, members);
  }

  /** This problem with one more member in its JSON. */
  public Problem member(String name, JsonNode value) {
    var all = new TreeMap<>(members);
    all.put(name, value);
    return new Problem(kind, status, code, detail(), errors, inputs, headers, all);
  }

  /** The class of failure. */
  public Kind kind() {
    return kind;
  }

  /** The HTTP status code, as a rule that of its kind. */
  public int status() {
    return status;
  }

  /** A stable snake_case word. */
  public String code() {
    return code;
  }

  /** A sentence for people. */
  public String detail() {
    @Nullable String message = getMessage();
    return message == null ? code : message;
  }

  /** The problems of a record's fields; empty for other failures. */
  public List<FieldError> errors() {
    return errors;
  }

  /** The places of a malformed input; empty for other failures. */
  public List<InputError> inputs() {
    return inputs;
  }

  /** Response headers that belong to this failure. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Further members of its JSON, as RFC 9457 allows. */
  public Map<String, JsonNode> members() {
    return members;
  }
}
