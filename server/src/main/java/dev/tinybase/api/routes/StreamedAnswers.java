package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.functions.calls.Outcome;
import dev.tinybase.functions.calls.Payload;
import dev.tinybase.functions.calls.StreamedCall;
import dev.tinybase.functions.calls.StreamedCall.Step;
import dev.tinybase.http.PushSource;
import dev.tinybase.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Streams of functions over HTTP. Nothing is sent before the first element is there, so that a call
 * that fails until then is answered like any other.
 */
final class StreamedAnswers {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final CallService calls;

  StreamedAnswers(CallService calls) {
    this.calls = calls;
  }

  Response answer(Request request, Caller caller, String name, Payload payload) {
    var format = StreamFormat.of(request.header("Accept").orElse(""));
    if (request.head()) {
      return Response.stream(format.contentType(), _ -> {});
    }
    request.openStream();
    var call = calls.stream(caller, name, payload);
    return switch (first(call)) {
      case Step.End(Outcome.Streamed _) -> stream(format, call, new Step.Pause());
      case Step.End(Outcome outcome) -> FunctionCalls.answer(Optional.empty(), outcome);
      case Step step -> stream(format, call, step);
    };
  }

  private static Step first(StreamedCall call) {
    try {
      return call.next(PATIENCE);
    } catch (InterruptedException _) {
      call.close();
      throw Problem.unavailable("shutting_down", "The server is shutting down.", 1);
    }
  }

  private static Response stream(StreamFormat format, StreamedCall call, Step first) {
    return Response.push(format.contentType(), new Elements(format, call, first))
        .header("X-Call-Id", call.callId().toString())
        .header("X-Accel-Buffering", "no");
  }

  /** The elements of a call, the first of which is known already. */
  private static final class Elements implements PushSource {
    private final StreamFormat format;
    private final StreamedCall call;
    private @Nullable Step first;

    Elements(StreamFormat format, StreamedCall call, Step first) {
      this.format = format;
      this.call = call;
      this.first = first;
    }

    @Override
    public Progress writeNext(OutputStream out, Duration wait)
        throws IOException, InterruptedException {
      var known = first;
      first = null;
      return switch (known == null ? call.next(wait) : known) {
        case Step.Element(var item, boolean more) -> {
          format.element(item, out);
          yield more ? Progress.MORE : Progress.WRITTEN;
        }
        case Step.Pause _ -> Progress.NOTHING;
        case Step.End(Outcome.Failed failed) -> {
          format.failure(failed, out);
          yield Progress.END;
        }
        case Step.End _ -> Progress.END;
      };
    }

    @Override
    public void heartbeat(OutputStream out) throws IOException {
      format.heartbeat(out);
    }

    @Override
    public void close() {
      call.close();
    }
  }
}
