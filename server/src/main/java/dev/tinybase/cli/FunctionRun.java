package dev.tinybase.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.CallJson;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.functions.calls.Outcome;
import dev.tinybase.functions.calls.Payload;
import dev.tinybase.functions.calls.StreamedCall.Step;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.invoke.Signature;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Response;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Calls a function and prints what comes of it, as pipes or people want it. */
final class FunctionRun {
  private final Shell shell;
  private final CallService calls;
  private final boolean whole;

  /**
   * A run.
   *
   * @param whole print the call as the API tells of it, instead of the result
   */
  FunctionRun(Shell shell, CallService calls, boolean whole) {
    this.shell = shell;
    this.calls = calls;
    this.whole = whole;
  }

  /** Whether it succeeded. */
  boolean run(Function function, Caller caller, JsonNode data) {
    var input = payload(function, data);
    boolean inPieces = !whole && function.signature().returns() == Signature.Returns.STREAM;
    return inPieces
        ? stream(function, caller, input)
        : ended(calls.call(caller, function.name(), input));
  }

  /** A function that takes requests gets the input as a body. */
  private static Payload payload(Function function, JsonNode data) {
    return function.signature().takes() == Signature.Takes.REQUEST
        ? Payload.raw(new Request("POST", Map.of(), Map.of(), Json.bytes(data)))
        : Payload.json(data);
  }

  /** Prints each element as soon as it comes. */
  private boolean stream(Function function, Caller caller, Payload input) {
    try (var call = calls.stream(caller, function.name(), input)) {
      while (true) {
        switch (call.next(Duration.ofSeconds(60))) {
          case Step.Element(CallResult.Element item, boolean _) -> print(item.json());
          case Step.Pause() -> {}
          case Step.End(Outcome outcome) -> {
            return !(outcome instanceof Outcome.Failed failed) || failed(failed.failure());
          }
        }
      }
    } catch (InterruptedException _) {
      throw Problem.unavailable("interrupted", "The call was interrupted.", 1);
    }
  }

  private boolean ended(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(var id, long micros, byte[] result) -> {
        print(whole ? CallJson.succeeded(id, micros, result) : result);
        yield true;
      }
      case Outcome.Answered(var id, long micros, Response response) -> answered(response);
      case Outcome.Streamed _ -> true;
      case Outcome.Failed(var id, long micros, CallFailure failure) -> {
        if (whole) {
          print(CallJson.failed(id, micros, failure));
        }
        yield failed(failure);
      }
    };
  }

  private boolean answered(Response response) {
    shell.err().println("HTTP " + response.status());
    response.headers().forEach((name, value) -> shell.err().println(name + ": " + value));
    shell.out().writeBytes(response.body());
    shell.out().flush();
    return response.status() < 400;
  }

  private boolean failed(CallFailure failure) {
    var code = failure.code() == null ? "" : " (" + failure.code() + ")";
    shell.err().println("tinybase: " + failure.type() + code + ": " + failure.message());
    if (failure.details() != null) {
      shell.err().println(Json.pretty(Json.trusted(failure.details())));
    }
    if (shell.isDebug() && failure.trace() != null) {
      shell.err().println(failure.trace());
    }
    return false;
  }

  private void print(byte[] json) {
    boolean pretty = shell.terminals().contains(1);
    shell.out().println(pretty ? Json.pretty(Json.trusted(json)) : new String(json, UTF_8));
  }
}
