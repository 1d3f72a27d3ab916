package dev.tinybase.functions.host;

import dev.tinybase.sdk.Response;
import org.jspecify.annotations.Nullable;

/** What a function returned. */
public sealed interface Output {
  /** A value, as UTF-8 JSON. */
  record Json(byte[] utf8) implements Output {}

  /** An HTTP answer of its own. */
  record Raw(Response response) implements Output {}

  /** A stream that is still to be drawn, on the thread that ran the function. */
  record Streamed(Items items) implements Output {}

  /** The elements of a stream; closing it closes the function's stream. */
  interface Items extends AutoCloseable {
    /** The next one; null at the end. It throws what the function's code throws. */
    @Nullable Item next() throws Exception;

    @Override
    void close();
  }

  /** One element: its JSON, and what {@link dev.tinybase.sdk.Event} adds. */
  record Item(@Nullable String event, @Nullable String id, byte[] utf8) {}
}
