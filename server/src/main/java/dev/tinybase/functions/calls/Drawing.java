package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.sdk.Response;
import org.jspecify.annotations.Nullable;

/** Takes what a function returned within the bounds of results; elements of streams one by one. */
final class Drawing {
  private static final int ROOM = 1024;

  private final long most;

  /** At most so many bytes for a result, or for one element of a stream that is given out. */
  Drawing(long most) {
    this.most = most;
  }

  /**
   * Reads it to its end.
   *
   * @param sink takes the elements of a stream; null makes a list of them
   */
  CallResult read(CallResult output, @Nullable Sink sink) throws Exception {
    return switch (output) {
      case CallResult.Value(byte[] json) -> fits(json.length) ? output : tooLarge();
      case CallResult.Http(var response) -> answer(response);
      case CallResult.Stream(var items) -> {
        try (items) {
          yield sink == null ? list(items) : give(items, sink);
        }
      }
      case CallResult.Streamed _, CallResult.Failed _ -> output;
    };
  }

  private CallResult answer(Response response) {
    var complaint = AnswerHeaders.complaint(response);
    if (complaint.isPresent()) {
      return new CallResult.Failed(CallFailure.of("InvalidResponse", complaint.get()));
    }
    return fits(response.body().length) ? new CallResult.Http(response) : tooLarge();
  }

  private CallResult give(CallResult.Elements items, Sink sink) throws Exception {
    for (var item = items.next(); item != null; item = items.next()) {
      if (!fits(item.json().length)) {
        return tooLarge();
      }
      sink.put(item);
    }
    return new CallResult.Streamed();
  }

  private CallResult list(CallResult.Elements items) throws Exception {
    var list = new JsonBytes(ROOM).raw('[');
    for (var item = items.next(); item != null; item = items.next()) {
      if (!fits((long) list.size() + item.json().length + 2)) {
        return tooLarge();
      }
      if (list.size() > 1) {
        list.raw(',');
      }
      list.raw(item.json());
    }
    return new CallResult.Value(list.raw(']').toBytes());
  }

  private boolean fits(long bytes) {
    return bytes <= most;
  }

  private CallResult tooLarge() {
    return new CallResult.Failed(
        CallFailure.of(
            "ResultSizeError", "The result exceeds maximum size of " + most + " bytes."));
  }

  /** Where the elements of a stream go. */
  @FunctionalInterface
  interface Sink {
    /** Passes an element on, once there is room for it. */
    void put(CallResult.Element item) throws InterruptedException;
  }
}
