package dev.tinybase.functions.host;

import dev.tinybase.sdk.Response;
import org.jspecify.annotations.Nullable;

/** What comes of a call, from the function to the one who answers the caller. */
public sealed interface CallResult {
  /** The function returned a value, as UTF-8 JSON. */
  record Value(byte[] json) implements CallResult {}

  /** It returned an HTTP response of its own. */
  record Http(Response response) implements CallResult {}

  /** It returned a stream, which is still to be read on the thread that ran the function. */
  record Stream(Elements elements) implements CallResult {}

  /** Its stream was read to the end and passed on. */
  record Streamed() implements CallResult {}

  /** The call failed. */
  record Failed(CallFailure failure) implements CallResult {}

  /** The elements of a stream; closing it closes the function's stream. */
  interface Elements extends AutoCloseable {
    /** The next one; null at the end. It throws what the function's code throws. */
    @Nullable Element next() throws Exception;

    @Override
    void close();
  }

  /** One element: its JSON, and what {@link dev.tinybase.sdk.Event} adds. */
  record Element(@Nullable String event, @Nullable String id, byte[] json) {}
}
