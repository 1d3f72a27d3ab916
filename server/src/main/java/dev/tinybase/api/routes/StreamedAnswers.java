package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.functions.calls.Outcome;
import dev.tinybase.functions.calls.Payload;
import dev.tinybase.functions.calls.StreamedCall;
import dev.tinybase.functions.calls.StreamedCall.Step;
import dev.tinybase.http.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

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

  Response answer(Request request, Caller caller, String name, Payload payload) {
    var format = StreamFormat.of(request.header("Accept").orElse(""));
    if (request.head()) {
      return Response.stream(format.contentType(), _ -> {});
    }
    var call = calls.stream(caller, name, payload);
    return switch (first(call)) {
      case Step.End(Outcome.Streamed _) -> stream(format, call, new Step.Pause());
      case Step.End(Outcome outcome) -> FunctionCalls.answer(Optional.empty(), outcome);
      case Step step -> stream(format, call, step);
    };
  }

  private static Step first(StreamedCall call) {
    try {
      return call.next(HEARTBEAT);
    } catch (InterruptedException _) {
      call.close();
      throw Problem.unavailable("shutting_down", "The server is shutting down.", 1);
    }
  }

  private static Response stream(StreamFormat format, StreamedCall call, Step first) {
    return Response.stream(format.contentType(), out -> write(format, call, first, out))
        .header("X-Call-Id", call.callId().toString())
        .header("X-Accel-Buffering", "no");
  }

  private static void write(StreamFormat format, StreamedCall call, Step first, OutputStream out)
      throws IOException {
    try (call) {
      var step = first;
      while (write(format, step, out)) {
        step = call.next(HEARTBEAT);
      }
    } catch (InterruptedException _) {
      throw new InterruptedIOException("the server is shutting down");
    }
  }

  /** Writes what a step brings; false after the last one. */
  private static boolean write(StreamFormat format, Step step, OutputStream out)
      throws IOException {
    switch (step) {
      case Step.Element(var item, boolean more) -> {
        format.element(item, out);
        if (!more) {
          out.flush();
        }
      }
      case Step.Pause _ -> {
        format.heartbeat(out);
        out.flush();
      }
      case Step.End(Outcome.Failed failed) -> {
        format.failure(failed, out);
        return false;
      }
      case Step.End _ -> {
        return false;
      }
    }
    return true;
  }
}
