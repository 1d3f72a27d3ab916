package dev.tinybase.functions.calls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.text.Instants;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls as the API tells of them, written straight to bytes. */
public final class CallReply {
  private static final byte[] ID = "{\"call_id\":\"".getBytes(US_ASCII);
  private static final byte[] SUCCEEDED =
      "\",\"status\":\"succeeded\",\"result\":".getBytes(US_ASCII);
  private static final byte[] FAILED =
      "\",\"status\":\"failed\",\"result\":null".getBytes(US_ASCII);
  private static final byte[] NO_ERROR =
      ",\"error_message\":null,\"error_type\":null,\"duration_ms\":".getBytes(US_ASCII);
  private static final int ROOM = 192;

  private CallReply() {}

  /** The answer to a call that returned a value. */
  public static byte[] succeeded(Call call, byte[] result) {
    return new JsonBytes(ROOM + result.length)
        .raw(ID)
        .raw(call.id().toString())
        .raw(SUCCEEDED)
        .raw(result)
        .raw(NO_ERROR)
        .number(millis(call.micros()))
        .raw('}')
        .toBytes();
  }

  /** The answer to a call that failed. */
  public static byte[] failed(Call call, CallFailure failed) {
    var failure = told(call, failed);
    var out = new JsonBytes(2 * ROOM).raw(ID).raw(call.id().toString()).raw(FAILED);
    error(out, failure.type(), failure.message(), failure.code(), failure.details());
    return out.raw(",\"duration_ms\":").number(millis(call.micros())).raw('}').toBytes();
  }

  /** The last part of a stream that failed. */
  public static byte[] streamFailure(Call call, CallFailure failed) {
    var failure = told(call, failed);
    var out = new JsonBytes(2 * ROOM).raw("{\"error\":").raw(ID).raw(call.id().toString());
    error(out.raw('"'), failure.type(), failure.message(), failure.code(), failure.details());
    return out.raw("}}").toBytes();
  }

  private static CallFailure told(Call call, CallFailure failure) {
    var caller = call.caller();
    return failure.told(caller.principal().isAdmin(), caller.requestId());
  }

  /** The answer to a call that nobody waits for. */
  public static byte[] started(String id) {
    return new JsonBytes(ROOM).raw(ID).raw(id).raw("\",\"status\":\"running\"}").toBytes();
  }

  /** A call as its caller, or an admin, sees it later. */
  public static byte[] of(CallRecord call, boolean toAdmin) {
    var out = new JsonBytes(2 * ROOM).raw(ID).raw(call.id().toString());
    out.raw("\",\"function_name\":").text(call.functionName());
    out.raw(",\"status\":").plain(call.status().word()).raw(",\"result\":");
    orNull(out, call.output(), out::raw);
    if (toAdmin || call.trace() == null) {
      error(out, call.errorType(), call.errorMessage(), call.errorCode(), call.errorDetails());
    } else {
      var general = CallFailure.generalMessage(call.requestId());
      error(out, call.errorType(), general, call.errorCode(), null);
    }
    boolean ended = call.finishedAt() != null;
    out.raw(",\"duration_ms\":");
    (ended ? out.number(millis(call.durationMicros())) : out.nothing())
        .raw(",\"started_at\":")
        .plain(Instants.text(call.startedAt()))
        .raw(",\"finished_at\":");
    orNull(out, call.finishedAt(), time -> out.plain(Instants.text(time)));
    return out.raw('}').toBytes();
  }

  private static void error(
      JsonBytes out,
      @Nullable String type,
      @Nullable String message,
      @Nullable String code,
      byte @Nullable [] details) {
    orNull(out.raw(",\"error_message\":"), message, out::text);
    orNull(out.raw(",\"error_type\":"), type, out::text);
    if (code != null) {
      out.raw(",\"error_code\":").text(code);
    }
    if (details != null) {
      boolean errors = CallFailure.isInvalidInput(type, code);
      out.raw(errors ? ",\"errors\":" : ",\"error_details\":").raw(details);
    }
  }

  private static <T> void orNull(JsonBytes out, @Nullable T value, Consumer<T> writer) {
    if (value == null) {
      out.nothing();
    } else {
      writer.accept(value);
    }
  }

  /** Whole milliseconds, as clients know them. */
  private static long millis(long micros) {
    return (micros + 999) / 1000;
  }
}
