package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.FunctionException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What somebody outside of all calls asks of the server. */
final class OutsideHost implements Host {
  private static final Logger LOG = LoggerFactory.getLogger("functions");
  private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(10);

  private final CallService service;
  private final CallParts parts;
  private final Caller caller;
  private final UUID id;

  OutsideHost(CallService service, CallParts parts, Caller caller) {
    this.service = service;
    this.parts = parts;
    this.caller = caller;
    this.id = parts.ids().next();
  }

  @Override
  public @Nullable JsonNode records(RecordRequest request) {
    return Refusals.told(id, () -> parts.records().answer(as(request.asAdmin()), request));
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(Context.Work<T, E> work)
      throws E {
    try {
      return parts.database().transaction(LONGEST_TRANSACTION, work::run);
    } catch (Problem refused) {
      throw Refusals.of(refused);
    }
  }

  @Override
  public JsonNode call(String function, JsonNode payload, boolean asAdmin) {
    if (parts.database().inTransaction()) {
      throw new IllegalStateException(
          "A function that is called from outside runs on a thread of its own, which would wait for"
              + " this transaction's end. Call it before or after.");
    }
    try {
      return result(function, service.call(caller(asAdmin), function, payload(function, payload)));
    } catch (Problem refused) {
      throw Refusals.of(refused);
    }
  }

  @Override
  public String secret(String name) {
    return Refusals.told(id, () -> parts.secrets().find(name))
        .orElseThrow(
            () -> new FunctionException("secret_not_found", "There is no secret '" + name + "'."));
  }

  @Override
  public void log(LogLine line) {
    LOG.info("{}", line.message());
  }

  private Payload payload(String name, JsonNode payload) {
    var function = service.peek(name).orElseThrow(() -> Missing.of(name));
    return new Payload(NestedCalls.input(function, payload), Json.bytes(payload).length);
  }

  private static JsonNode result(String function, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded succeeded -> Json.trusted(succeeded.result());
      case Outcome.Answered answered -> NestedCalls.answer(answered.response());
      case Outcome.Streamed _ -> Json.mapper().nullNode();
      case Outcome.Failed failed -> throw Refusals.of(function, failed.failure());
    };
  }

  private Caller caller(boolean admin) {
    return new Caller(
        as(admin), caller.address(), caller.trigger(), caller.triggerId(), caller.requestId());
  }

  private Principal as(boolean admin) {
    return admin ? Access.asAdmin(caller.principal()) : caller.principal();
  }
}
