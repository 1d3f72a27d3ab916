package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.Output;
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
  Ended read(Output output, @Nullable Sink sink) throws Exception {
    return switch (output) {
      case Output.Json(byte[] utf8) -> fits(utf8.length) ? new Ended.Value(utf8) : tooLarge();
      case Output.Raw(var response) -> answer(response);
      case Output.Streamed(var items) -> {
        try (items) {
          yield sink == null ? list(items) : give(items, sink);
        }
      }
    };
  }

  private Ended answer(Response response) {
    var complaint = AnswerHeaders.complaint(response);
    if (complaint.isPresent()) {
      return new Ended.Failed(Failure.of("InvalidResponse", complaint.get()));
    }
    return fits(response.body().length) ? new Ended.Answer(response) : tooLarge();
  }

  private Ended give(Output.Items items, Sink sink) throws Exception {
    for (var item = items.next(); item != null; item = items.next()) {
      if (!fits(item.utf8().length)) {
        return tooLarge();
      }
      sink.put(item);
    }
    return new Ended.Drawn();
  }

  private Ended list(Output.Items items) throws Exception {
    var list = new JsonBytes(ROOM).raw('[');
    for (var item = items.next(); item != null; item = items.next()) {
      if (!fits((long) list.size() + item.utf8().length + 2)) {
        return tooLarge();
      }
      if (list.size() > 1) {
        list.raw(',');
      }
      list.raw(item.utf8());
    }
    return new Ended.Value(list.raw(']').toBytes());
  }

  private boolean fits(long bytes) {
    return bytes <= most;
  }

  private Ended tooLarge() {
    return new Ended.Failed(Failure.resultTooLarge(most));
  }

  /** Where the elements of a stream go. */
  @FunctionalInterface
  interface Sink {
    /** Passes an element on, once there is room for it. */
    void put(Output.Item item) throws InterruptedException;
  }
}
