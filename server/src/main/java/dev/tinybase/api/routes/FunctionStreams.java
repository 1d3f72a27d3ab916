package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.Call;
import dev.tinybase.functions.calls.CallReply;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.StreamBuffer;
import dev.tinybase.functions.calls.StreamBuffer.Step;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.http.PushSource;
import dev.tinybase.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Streams of functions over HTTP. Nothing is sent before the first element is there, so that a call
 * that fails until then is answered like any other.
 */
final class FunctionStreams {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final CallService calls;
  private final FunctionCalls answers;
  private final boolean raw;

  /**
   * Streams of calls.
   *
   * @param raw whether the status of a call that fails before the first element tells so
   */
  FunctionStreams(CallService calls, FunctionCalls answers, boolean raw) {
    this.calls = calls;
    this.answers = answers;
    this.raw = raw;
  }

  Response answer(Request request, Call call) {
    var format = StreamFormat.of(request.header("Accept").orElse(""));
    if (request.head()) {
      return Response.stream(format.contentType(), _ -> {});
    }
    request.openStream();
    var stream = calls.stream(call);
    return switch (first(stream)) {
      case Step.End(CallResult.Streamed _) -> stream(format, call, stream, new Step.Pause());
      case Step.End(CallResult result) -> answers.answer(request, call, result, raw);
      case Step step -> stream(format, call, stream, step);
    };
  }

  private static Step first(StreamBuffer stream) {
    try {
      return stream.next(PATIENCE);
    } catch (InterruptedException _) {
      stream.close();
      throw Problem.unavailable("shutting_down", "The server is shutting down.", 1);
    }
  }

  private static Response stream(StreamFormat format, Call call, StreamBuffer stream, Step first) {
    return Response.push(format.contentType(), new Elements(format, call, stream, first))
        .header("X-Call-Id", call.id().toString())
        .header("X-Accel-Buffering", "no");
  }

  /** The elements of a call, the first of which is known already. */
  private static final class Elements implements PushSource {
    private final StreamFormat format;
    private final Call call;
    private final StreamBuffer stream;
    private @Nullable Step first;

    Elements(StreamFormat format, Call call, StreamBuffer stream, Step first) {
      this.format = format;
      this.call = call;
      this.stream = stream;
      this.first = first;
    }

    @Override
    public Progress writeNext(OutputStream out, Duration wait)
        throws IOException, InterruptedException {
      var known = first;
      first = null;
      return switch (known == null ? stream.next(wait) : known) {
        case Step.Next(var element, boolean more) -> {
          format.element(element, out);
          yield more ? Progress.MORE : Progress.WRITTEN;
        }
        case Step.Pause _ -> Progress.NOTHING;
        case Step.End(CallResult.Failed(var failure)) -> {
          format.failure(CallReply.streamFailure(call, failure), out);
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
      stream.close();
    }
  }
}
