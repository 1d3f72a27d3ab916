package dev.tinybase.cli;

import dev.tinybase.TinyBase;
import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.Call;
import dev.tinybase.functions.calls.CallReply;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.functions.calls.StreamBuffer.Step;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Response;
import dev.tinybase.sdk.Trigger;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "run",
    description = {
      "Calls a function of this folder's instance and prints its result; what it logs goes to"
          + " standard error.",
      "It runs in this process, with an admin's rights unless --as names somebody, also while a"
          + " server runs; with --env on that server, as whoever the token belongs to."
    },
    footer = {
      "  tinybase functions run greet --data '{\"name\": \"Ada\"}'",
      "  tinybase functions run place_order --data-file order.json --as ada@example.com",
      "  tinybase functions run csv_report | head",
      "  tinybase functions run monthly_report --env production"
    })
final class FunctionsRunCommand implements Callable<Integer> {
  private final Shell shell;
  private final CallPrinter printer;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      completionCandidates = NameCandidates.Functions.class,
      description = "The function's name.")
  private String name = "";

  @Mixin private InputOption input = new InputOption();

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(names = "--as", paramLabel = "EMAIL", description = "Call it as this user.")
  private @Nullable String email;

  @Option(names = "--json", description = "Print the whole call as the API tells of it.")
  private boolean json;

  FunctionsRunCommand(Shell shell) {
    this.shell = shell;
    this.printer = new CallPrinter(shell);
  }

  @Override
  public Integer call() {
    var payload = input.read(shell).orElseGet(Json::object);
    var server = environment.remote(shell, Duration.ZERO);
    return server.isPresent() ? onServer(server.get(), payload) : here(payload);
  }

  private int onServer(ApiClient server, JsonNode payload) {
    if (email != null) {
      server.close();
      throw new UsageError("--as is for this folder's instance; a server knows you by the token");
    }
    try (server) {
      return new RemoteFunctionCall(shell, server, json).run(name, payload)
          ? ExitCode.OK
          : ExitCode.FAILED;
    }
  }

  private int here(JsonNode payload) {
    try (var tinybase = new InstanceFolder(shell).open()) {
      Logging.showFunctions();
      Logging.hideLoader();
      var checked = checked(load(tinybase), payload);
      return call(tinybase.functions().calls(), caller(tinybase), checked)
          ? ExitCode.OK
          : ExitCode.FAILED;
    }
  }

  private static JsonNode checked(Function function, JsonNode payload) {
    if (!payload.isObject() && function.signature().takes() != Signature.Takes.VALUE) {
      throw new UsageError("the input of this function is an object, such as {\"name\": \"Ada\"}");
    }
    return payload;
  }

  private Function load(TinyBase tinybase) {
    var functions = tinybase.functions();
    var report = tinybase.load();
    var found = functions.registry().find(name);
    if (found.isEmpty()) {
      report.failures().stream()
          .flatMap(file -> file.diagnostics().stream())
          .forEach(shell.err()::println);
      var known = functions.registry().list().stream().map(Function::name).toList();
      throw CallPrinter.unknown(name, known);
    }
    return found.get();
  }

  private Caller caller(TinyBase tinybase) {
    var request = "cli-" + UUID.randomUUID();
    return email == null
        ? Caller.operator(request)
        : new Caller(user(tinybase, email), "", Trigger.MANUAL, null, request);
  }

  private static Principal user(TinyBase tinybase, String email) {
    var users = tinybase.auth().users();
    var account = users.find(email).orElseThrow(() -> UserClient.unknown(email));
    return new Principal.User(account.id(), account.email(), account.isAdmin(), UUID.randomUUID());
  }

  /** Calls the function and prints what comes of it; whether it succeeded. */
  private boolean call(CallService calls, Caller caller, JsonNode data) {
    try (var call = calls.open(caller, name).with(data)) {
      boolean inPieces =
          !json
              && call.function()
                  .filter(function -> function.signature().returns() == Signature.Returns.STREAM)
                  .isPresent();
      return inPieces ? stream(calls, call) : ended(call, calls.call(call));
    }
  }

  /** Prints each element as soon as it comes. */
  private boolean stream(CallService calls, Call call) {
    try (var stream = calls.stream(call)) {
      while (true) {
        switch (stream.next(Duration.ofSeconds(60))) {
          case Step.Next(CallResult.Element element, boolean _) -> printer.print(element.json());
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
      case CallResult.Value(byte[] value) -> {
        printer.print(json ? CallReply.succeeded(call, value) : value);
        yield true;
      }
      case CallResult.Http(Response response) -> answered(response);
      case CallResult.Decided _, CallResult.Stream _, CallResult.Streamed _ -> true;
      case CallResult.Failed(CallFailure failure) -> {
        if (json) {
          printer.print(CallReply.failed(call, failure));
        }
        yield failed(failure);
      }
    };
  }

  private boolean answered(Response response) {
    shell.err().println("HTTP " + response.status());
    response
        .headers()
        .forEach(
            (name, values) -> values.forEach(value -> shell.err().println(name + ": " + value)));
    shell.out().writeBytes(response.body());
    shell.out().flush();
    return response.status() < 400;
  }

  private boolean failed(CallFailure failure) {
    var details = failure.details() == null ? null : Json.trusted(failure.details());
    printer.tell(failure.type(), failure.code(), failure.message(), details);
    if (shell.isDebug() && failure.trace() != null) {
      shell.err().println(failure.trace());
    }
    return false;
  }
}
