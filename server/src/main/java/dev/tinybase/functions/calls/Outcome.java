package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.sdk.Response;
import java.util.UUID;

/** How a call ended. */
public sealed interface Outcome {
  /** The call's id. */
  UUID callId();

  /** How long it took. */
  long micros();

  /** It returned a value, as UTF-8 JSON. */
  record Succeeded(UUID callId, long micros, byte[] result) implements Outcome {}

  /** It returned an HTTP answer of its own. */
  record Answered(UUID callId, long micros, Response response) implements Outcome {}

  /** Its stream was given out to the end. */
  record Streamed(UUID callId, long micros) implements Outcome {}

  /** It failed. */
  record Failed(UUID callId, long micros, CallFailure failure) implements Outcome {}
}
