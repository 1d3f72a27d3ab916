package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.sdk.Response;
import org.jspecify.annotations.Nullable;

/** Reads what a function returned within the bounds of results; streams element by element. */
final class ResultReader {
  private static final int ROOM = 1024;

  private final long most;

  /** At most so many bytes for a result, or for one element of a stream that is passed on. */
  ResultReader(long most) {
    this.most = most;
  }

  /**
   * Reads it to its end.
   *
   * @param stream takes the elements of a stream; null makes a list of them
   */
  CallResult read(CallResult result, @Nullable StreamBuffer stream) throws Exception {
    return switch (result) {
      case CallResult.Value(byte[] json) -> fits(json.length) ? result : tooLarge();
      case CallResult.Http(var response) -> response(response);
      case CallResult.Stream(var elements) -> {
        try (elements) {
          yield stream == null ? list(elements) : passOn(elements, stream);
        }
      }
      case CallResult.Streamed _, CallResult.Failed _ -> result;
    };
  }

  private CallResult response(Response response) {
    var complaint = ResponseHeaders.complaint(response);
    if (complaint.isPresent()) {
      return new CallResult.Failed(CallFailure.of("InvalidResponse", complaint.get()));
    }
    return fits(response.body().length) ? new CallResult.Http(response) : tooLarge();
  }

  private CallResult passOn(CallResult.Elements elements, StreamBuffer stream) throws Exception {
    for (var element = elements.next(); element != null; element = elements.next()) {
      if (!fits(element.json().length)) {
        return tooLarge();
      }
      stream.put(element);
    }
    return new CallResult.Streamed();
  }

  private CallResult list(CallResult.Elements elements) throws Exception {
    var list = new JsonBytes(ROOM).raw('[');
    for (var element = elements.next(); element != null; element = elements.next()) {
      if (!fits((long) list.size() + element.json().length + 2)) {
        return tooLarge();
      }
      if (list.size() > 1) {
        list.raw(',');
      }
      list.raw(element.json());
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
}
