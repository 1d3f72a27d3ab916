package dev.tinybase.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.Call;
import dev.tinybase.functions.calls.CallReply;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.functions.calls.StreamBuffer.Step;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.invoke.Signature;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Response;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * Calls a function and prints what comes of it, as pipes or people want it.
 *
 * @param whole print the call as the API tells of it, instead of the result
 */
record FunctionRun(Shell shell, CallService calls, boolean whole) {
  /** Whether it succeeded. */
  boolean run(String name, Caller caller, JsonNode data) {
    try (var call = calls.open(caller, name).with(data)) {
      boolean inPieces =
          !whole
              && call.function()
                  .filter(function -> function.signature().returns() == Signature.Returns.STREAM)
                  .isPresent();
      return inPieces ? stream(call) : ended(call, calls.call(call));
    }
  }

  /** Prints each element as soon as it comes. */
  private boolean stream(Call call) {
    try (var stream = calls.stream(call)) {
      while (true) {
        switch (stream.next(Duration.ofSeconds(60))) {
          case Step.Next(CallResult.Element element, boolean _) -> print(element.json());
          case Step.Pause() -> {}
          case Step.End(CallResult result) -> {
            return !(result instanceof CallResult.Failed(var failure)) || failed(failure);
          }
        }
      }
    } catch (InterruptedException _) {
      throw Problem.unavailable("interrupted", "The call was interrupted.", 1);
    }
  }

  private boolean ended(Call call, CallResult result) {
    return switch (result) {
      case CallResult.Value(byte[] json) -> {
        print(whole ? CallReply.succeeded(call, json) : json);
        yield true;
      }
      case CallResult.Http(Response response) -> answered(response);
      case CallResult.Stream _, CallResult.Streamed _ -> true;
      case CallResult.Failed(CallFailure failure) -> {
        if (whole) {
          print(CallReply.failed(call, failure));
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
