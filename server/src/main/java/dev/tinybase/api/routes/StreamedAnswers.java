package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.Call;
import dev.tinybase.functions.calls.CallReply;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.StreamBuffer;
import dev.tinybase.functions.calls.StreamBuffer.Step;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.http.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;

/**
 * Streams of functions over HTTP. Nothing is sent before the first element is there, so that a call
 * that fails until then is answered like any other.
 */
final class StreamedAnswers {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final CallService calls;

  StreamedAnswers(CallService calls) {
    this.calls = calls;
  }

  Response answer(Request request, Call call) {
    var format = StreamFormat.of(request.header("Accept").orElse(""));
    if (request.head()) {
      return Response.stream(format.contentType(), _ -> {});
    }
    var stream = calls.stream(call);
    return switch (first(stream)) {
      case Step.End(CallResult.Streamed _) -> stream(format, call.id(), stream, new Step.Pause());
      case Step.End(CallResult result) -> FunctionCalls.answer(call, result, false);
      case Step step -> stream(format, call.id(), stream, step);
    };
  }

  private static Step first(StreamBuffer stream) {
    try {
      return stream.next(HEARTBEAT);
    } catch (InterruptedException _) {
      stream.close();
      throw Problem.unavailable("shutting_down", "The server is shutting down.", 1);
    }
  }

  private static Response stream(StreamFormat format, UUID id, StreamBuffer stream, Step first) {
    return Response.stream(format.contentType(), out -> write(format, id, stream, first, out))
        .header("X-Call-Id", id.toString())
        .header("X-Accel-Buffering", "no");
  }

  private static void write(
      StreamFormat format, UUID id, StreamBuffer stream, Step first, OutputStream out)
      throws IOException {
    try (stream) {
      var step = first;
      while (write(format, id, step, out)) {
        step = stream.next(HEARTBEAT);
      }
    } catch (InterruptedException _) {
      throw new InterruptedIOException("the server is shutting down");
    }
  }

  /** Writes what a step brings; false after the last one. */
  private static boolean write(StreamFormat format, UUID id, Step step, OutputStream out)
      throws IOException {
    switch (step) {
      case Step.Next(var element, boolean more) -> {
        format.element(element, out);
        if (!more) {
          out.flush();
        }
      }
      case Step.Pause _ -> {
        format.heartbeat(out);
        out.flush();
      }
      case Step.End(CallResult.Failed(var failure)) -> {
        format.failure(CallReply.streamFailure(id, failure), out);
        return false;
      }
      case Step.End _ -> {
        return false;
      }
    }
    return true;
  }
}
