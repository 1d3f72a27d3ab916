package dev.tinybase.functions.calls;

import dev.tinybase.sdk.Response;

/** What came of a function, all of it read and written out on the thread that ran it. */
sealed interface Ended {
  /** A value, as UTF-8 JSON. */
  record Value(byte[] json) implements Ended {}

  /** An HTTP answer. */
  record Answer(Response response) implements Ended {}

  /** A stream that has been given out to its end. */
  record Drawn() implements Ended {}

  /** A failure. */
  record Failed(Failure failure) implements Ended {}
}
