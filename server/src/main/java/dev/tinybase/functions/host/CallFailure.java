package dev.tinybase.functions.host;

import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.hooks.Refusal;
import dev.tinybase.text.Texts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a call failed.
 *
 * @param type such as {@code ValidationError}, or the simple name of an exception's class
 * @param code of a {@code FunctionException}
 * @param details UTF-8 JSON: the list of field errors of a {@code ValidationError}, else the
 *     details of a {@code FunctionException}
 * @param trace the stack trace, for admins; only where the function, or one that it has called,
 *     failed by an exception that nobody has meant for callers
 * @param status of the HTTP answer that a hook's {@code Refusal} wants; null for all others
 */
public record CallFailure(
    String type,
    @Nullable String message,
    @Nullable String code,
    byte @Nullable [] details,
    @Nullable String trace,
    @Nullable Integer status) {
  /** A failure that is no refusal of a hook. */
  public CallFailure(
      String type,
      @Nullable String message,
      @Nullable String code,
      byte @Nullable [] details,
      @Nullable String trace) {
    this(type, message, code, details, trace, null);
  }

  public static final String TIMEOUT = "TimeoutError";
  public static final String STOPPED = "ServerStopped";
  public static final String CLIENT_GONE = "ClientGone";
  public static final String NOT_RUN = "NotRun";
  public static final String CANCELLED = "Cancelled";

  /** The code where a function that another one has called failed without a code. */
  public static final String FUNCTION_FAILED = "function_failed";

  private static final String INVALID = "ValidationError";
  private static final Set<String> FAULTS = Set.of(FUNCTION_FAILED, "internal_error");
  private static final Set<String> ENDS = Set.of(INVALID, STOPPED, CLIENT_GONE, NOT_RUN, CANCELLED);
  private static final int MAX_MESSAGE = 8 << 10;
  private static final int MAX_TRACE = 32 << 10;

  /** Frames of a stack trace that are not the function's. */
  private static final List<String> OURS =
      List.of(
          "\tat dev.tinybase.functions.",
          "\tat java.base/java.lang.reflect.",
          "\tat java.base/java.lang.invoke.",
          "\tat java.base/jdk.internal.reflect.",
          "\tat java.base/java.util.concurrent.ThreadPoolExecutor",
          "\tat java.base/java.lang.Thread.");

  /** A failure that no exception of the function has caused. */
  public static CallFailure of(String type, String message) {
    return new CallFailure(type, message, null, null, null);
  }

  /** A refusal of our own making, as functions see it. */
  public static CallFailure refusal(String code, String message) {
    return new CallFailure("FunctionException", message, code, null, null);
  }

  /** The failure of a function that took longer than it may. */
  public static CallFailure timeout(String function, Duration limit) {
    long millis = limit.toMillis();
    var time = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    return of(TIMEOUT, "Function '" + function + "' took longer than its limit of " + time + ".");
  }

  /**
   * The failure that an exception is. Its message may be the author's code: only to be used on the
   * thread that ran the function.
   */
  public static CallFailure of(Throwable thrown) {
    return switch (thrown) {
      case FunctionFailure told -> told.failure();
      case InvalidInput input ->
          new CallFailure(INVALID, message(input), null, details(input), null);
      case FunctionException refused -> of(refused);
      default -> new CallFailure(simpleName(thrown), message(thrown), null, null, traceOf(thrown));
    };
  }

  private static CallFailure of(FunctionException refused) {
    @Nullable String given = refused.code();
    var code = given == null ? FUNCTION_FAILED : given;
    return new CallFailure(
        simpleName(refused),
        message(refused),
        code,
        details(refused),
        code.equals(FUNCTION_FAILED) ? traceOf(refused) : null,
        refused instanceof Refusal refusal ? refusal.status() : null);
  }

  /**
   * The same without secrets.
   *
   * @param json hides them in a document
   */
  public CallFailure masked(UnaryOperator<String> mask, UnaryOperator<byte[]> json) {
    return new CallFailure(
        type,
        masked(message, mask, MAX_MESSAGE),
        masked(code, mask, MAX_MESSAGE),
        details == null ? null : json.apply(details),
        masked(trace, mask, MAX_TRACE),
        status);
  }

  /** The same for those who must not see the code of the side that failed. */
  public CallFailure withoutTrace() {
    return new CallFailure(type, message, code, details, null, status);
  }

  /**
   * What its caller is told. What an exception says that was not made for callers may hold
   * anything, so only admins see it.
   */
  public CallFailure told(boolean toAdmin, String requestId) {
    return toAdmin || trace == null
        ? this
        : new CallFailure(type, generalMessage(requestId), code, null, null);
  }

  /** The sentence in place of a message that is for admins alone. */
  public static String generalMessage(String requestId) {
    return "The function failed unexpectedly. The server's log tells more under request "
        + requestId
        + ".";
  }

  /** Whether whoever looks after the server should hear of it: neither a refusal nor an end. */
  public boolean isFault() {
    return code == null ? !ENDS.contains(type) : FAULTS.contains(code);
  }

  /** Whether the input was at fault, so that {@link #details} are the errors of its fields. */
  public boolean isInvalidInput() {
    return isInvalidInput(type, code);
  }

  /** The same of a failure that is kept. */
  public static boolean isInvalidInput(@Nullable String type, @Nullable String code) {
    return INVALID.equals(type) && code == null;
  }

  /** What it was before it crossed to another process, or stands for it. */
  public RuntimeException exception() {
    if (code == null) {
      return new FunctionFailure(this);
    }
    var told = message == null ? code : message;
    return status == null
        ? new FunctionException(code, told, members())
        : new Refusal(status, code, told, members());
  }

  /** The details by name, without nulls, which an exception cannot hold. */
  public Map<String, ?> members() {
    var members = new HashMap<String, Object>();
    if (details != null) {
      Json.trusted(details)
          .forEachEntry((name, value) -> {
            if (!value.isNull()) {
              members.put(name, Json.mapper().convertValue(value, Object.class));
            }
          });
    }
    return members;
  }

  private static String simpleName(Throwable thrown) {
    var simple = thrown.getClass().getSimpleName();
    return simple.isEmpty() ? thrown.getClass().getSuperclass().getSimpleName() : simple;
  }

  private static String message(Throwable thrown) {
    try {
      @Nullable String message = thrown.getMessage();
      if (message != null && !message.isBlank()) {
        return cut(message);
      }
      return thrown instanceof StackOverflowError
          ? "The stack is full: the function, or what it calls, calls itself too deeply."
          : "The function failed with " + simpleName(thrown) + ", which has no message.";
    } catch (RuntimeException | StackOverflowError e) {
      return "The message of the exception could not be had: " + e.getClass().getName();
    }
  }

  private static String traceOf(Throwable thrown) {
    var text = new StringWriter();
    try {
      thrown.printStackTrace(new PrintWriter(text));
    } catch (RuntimeException | StackOverflowError _) {
      // what has been written so far must do
    }
    return cut(
        text.toString()
            .lines()
            .filter(line -> OURS.stream().noneMatch(line::startsWith))
            .collect(Collectors.joining("\n"))
            .stripTrailing());
  }

  private static String cut(String text) {
    return text.length() <= MAX_TRACE ? text : text.substring(0, MAX_TRACE);
  }

  private static byte @Nullable [] details(FunctionException refused) {
    var details = refused.details();
    return details.isEmpty() ? null : Json.bytes(PlainJson.of(details));
  }

  private static byte[] details(InvalidInput input) {
    var errors = Json.mapper().createArrayNode();
    for (var error : input.errors()) {
      errors
          .addObject()
          .put("field", error.field())
          .put("code", error.code())
          .put("message", error.message());
    }
    return Json.bytes(errors);
  }

  private static @Nullable String masked(
      @Nullable String text, UnaryOperator<String> mask, int most) {
    return text == null ? null : Texts.abbreviate(mask.apply(text), most);
  }
}
