package dev.tinybase.functions.host;

import dev.tinybase.json.JsonBytes;
import dev.tinybase.sdk.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What comes of a call, from the function to the one who answers the caller. */
public sealed interface CallResult {
  /** The function returned a value, as UTF-8 JSON. */
  record Value(byte[] json) implements CallResult {}

  /** It returned an HTTP response of its own. */
  record Http(Response response) implements CallResult {}

  /** It returned a stream, which is still to be read on the thread that ran the function. */
  record Stream(Elements elements) implements CallResult {}

  /** A hook has run; what it decided, in the form of its kind, and null for nothing. */
  record Decided(@Nullable ObjectNode decision) implements CallResult {}

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

  /** Takes the elements of a stream that is passed on. */
  interface ElementSink {
    /** Takes an element, once there is room for it. */
    void put(Element element) throws InterruptedException;
  }

  /**
   * The result read to its end, or the failure that it is out of its bounds.
   *
   * @param most bytes of a result, or of one element of a stream that is passed on
   * @param stream takes the elements of a stream; null makes a list of them
   */
  default CallResult read(long most, @Nullable ElementSink stream) throws Exception {
    return switch (this) {
      case Value(byte[] json) -> json.length <= most ? this : tooLarge(most);
      case Http(var response) ->
          ResponseHeaders.complaint(response)
              .<CallResult>map(it -> new Failed(CallFailure.of("InvalidResponse", it)))
              .orElseGet(() -> response.body().length <= most ? this : tooLarge(most));
      case Stream(var elements) -> {
        try (elements) {
          yield stream == null ? list(elements, most) : passOn(elements, most, stream);
        }
      }
      case Decided _, Streamed _, Failed _ -> this;
    };
  }

  private static CallResult passOn(Elements elements, long most, ElementSink stream)
      throws Exception {
    for (var element = elements.next(); element != null; element = elements.next()) {
      if (element.json().length > most) {
        return tooLarge(most);
      }
      stream.put(element);
    }
    return new Streamed();
  }

  private static CallResult list(Elements elements, long most) throws Exception {
    var list = new JsonBytes(1024).raw('[');
    for (var element = elements.next(); element != null; element = elements.next()) {
      if ((long) list.size() + element.json().length + 2 > most) {
        return tooLarge(most);
      }
      if (list.size() > 1) {
        list.raw(',');
      }
      list.raw(element.json());
    }
    return new Value(list.raw(']').toBytes());
  }

  private static CallResult tooLarge(long most) {
    return new Failed(
        CallFailure.of(
            "ResultSizeError", "The result exceeds maximum size of " + most + " bytes."));
  }
}
