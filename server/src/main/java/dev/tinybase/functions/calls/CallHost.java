package dev.tinybase.functions.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.JobOptions;
import dev.tinybase.sdk.Response;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.sdk.User;
import dev.tinybase.text.LoggerNames;
import dev.tinybase.text.Texts;
import dev.tinybase.text.Uuids;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tools.jackson.databind.JsonNode;

/**
 * What the function of a call asks of the server. A call without a function is a test's, which asks
 * as a function would; what it calls is called from outside.
 */
final class CallHost implements Host {
  private static final Logger LOG = LoggerFactory.getLogger(LoggerNames.FUNCTIONS);
  private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(10);
  private static final int DEEPEST = 10;
  private static final int MOST_LINES = 256;
  private static final int LONGEST_LINE = 4 << 10;

  private final CallService service;
  private final Call call;
  private int lines; // guarded by this; that were logged

  CallHost(CallService service, Call call) {
    this.service = service;
    this.call = call;
  }

  @Override
  public @Nullable JsonNode records(RecordRequest request) {
    checkAlive();
    if (request.isWrite()) {
      checkMayWrite();
    }
    var who = call.caller().as(request.asAdmin()).principal();
    return FunctionErrors.told(
        call, () -> call.answering(() -> service.records.answer(who, request)));
  }

  @Override
  public @Nullable User user(String idOrEmail, boolean asAdmin) {
    checkAlive();
    return FunctionErrors.told(
        call,
        () -> {
          if (!call.caller().as(asAdmin).principal().isAdmin()) {
            throw Problem.adminRequired();
          }
          var users = service.users;
          return Uuids.parse(idOrEmail)
              .map(users::find)
              .orElseGet(() -> users.find(idOrEmail))
              .map(found -> new User(found.id().toString(), found.email(), found.isAdmin()))
              .orElse(null);
        });
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(Context.Work<T, E> work)
      throws E {
    checkAlive();
    checkMayWrite();
    var left = call.remaining().orElse(LONGEST_TRANSACTION);
    var limit = left.compareTo(LONGEST_TRANSACTION) < 0 ? left : LONGEST_TRANSACTION;
    try {
      return service.database.transaction(
          limit,
          () -> {
            T result = work.run();
            checkAlive(); // what comes after the end is undone
            return result;
          });
    } catch (Problem refused) {
      throw FunctionErrors.of(refused);
    }
  }

  @Override
  public JsonNode call(String function, JsonNode payload, boolean asAdmin) {
    checkAlive();
    if (call.depth() >= DEEPEST) {
      throw new FunctionException(
          "call_too_deep",
          "Functions may call each other "
              + DEEPEST
              + " deep. Does '"
              + function
              + "' call itself?");
    }
    if (call.function().isEmpty() && service.database.inTransaction()) {
      throw new IllegalStateException(
          "A function that is called from outside runs on a thread of its own, which would wait for"
              + " this transaction's end. Call it before or after.");
    }
    try (var inner = service.open(call, function, asAdmin)) {
      return call.answering(() -> value(function, service.call(inner.with(payload))));
    } catch (Problem refused) {
      throw FunctionErrors.of(refused);
    }
  }

  private static JsonNode value(String function, CallResult result) {
    return switch (result) {
      case CallResult.Value(byte[] json) -> Json.trusted(json);
      case CallResult.Http(Response response) -> {
        var node = Json.object().put("status", response.status());
        var headers = node.putObject("headers");
        response.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        yield node.put("body", new String(response.body(), UTF_8));
      }
      case CallResult.Decided _, CallResult.Stream _, CallResult.Streamed _ ->
          Json.mapper().nullNode();
      case CallResult.Failed(CallFailure failure) -> throw FunctionErrors.of(function, failure);
    };
  }

  @Override
  public String enqueue(String function, JsonNode payload, JobOptions options, boolean asAdmin) {
    checkAlive();
    checkMayWrite();
    return FunctionErrors.told(
        call,
        () -> {
          Json.check(payload);
          if (options.uniqueKey() != null) {
            Json.check(options.uniqueKey());
          }
          boolean isAdmin = asAdmin || call.caller().trigger() == Trigger.HOOK;
          var caller = isAdmin ? Caller.operator(call.caller().requestId()) : call.caller();
          var added =
              call.answering(() -> service.enqueue(caller, function, payload, options, call));
          return added.job().id().toString();
        });
  }

  @Override
  public String secret(String name) {
    checkAlive();
    var value =
        FunctionErrors.told(call, () -> service.secrets.find(name))
            .orElseThrow(() -> {
              var shown = Texts.abbreviate(name, 100);
              return new FunctionException(
                  "secret_not_found",
                  "There is no secret '%s'. Set it with: tinybase secrets set %s"
                      .formatted(shown, shown));
            });
    call.mask().add(value, service.secrets.mask());
    return value;
  }

  @Override
  public @Nullable JsonNode setting(String name) {
    checkAlive();
    var extension = call.function().map(Function::extension).orElse(null);
    if (extension == null) {
      throw unknownSetting(name, "'" + call.functionName() + "' belongs to no extension.");
    }
    var setting =
        FunctionErrors.told(call, () -> service.settings.find(extension, name))
            .orElseThrow(
                () -> unknownSetting(name, "the manifest of '" + extension + "' declares none."));
    var value = setting.value();
    if (value != null && setting.isSecret()) {
      service.secrets.mask().add(value.asString());
      call.mask().add(value.asString(), service.secrets.mask());
    }
    return value;
  }

  private static FunctionException unknownSetting(String name, String reason) {
    return new FunctionException(
        "setting_not_found",
        "There is no setting '%s': %s".formatted(Texts.abbreviate(name, 100), reason));
  }

  /** Keeps a line if it is serious enough; the last one says that no more are kept. */
  @Override
  public synchronized void log(LogLine line) {
    if (call.isOver() || line.level().compareTo(service.leastLevel) < 0 || lines > MOST_LINES) {
      return;
    }
    lines++;
    if (lines <= MOST_LINES) {
      keep(
          line.level(),
          line.at(),
          Texts.abbreviate(call.mask().hide(line.message()), LONGEST_LINE));
    } else {
      keep(
          LogLine.Level.WARNING,
          line.at(),
          "This call has logged " + MOST_LINES + " lines; further ones are not kept.");
    }
  }

  private void keep(LogLine.Level level, Instant at, String message) {
    service.log.line(call.id(), call.functionName(), new LogLine(at, level, message));
    var server = level == LogLine.Level.WARNING ? Level.WARN : Level.valueOf(level.name());
    call.ofRequest()
        .run(() -> LOG.atLevel(server).log("{} {}: {}", call.functionName(), call.id(), message));
  }

  /** What a handler writes is part of the change that it is asked about, or is not done. */
  private void checkMayWrite() {
    var hook = call.hook();
    if (hook != null && hook.belongsToChange() && !service.database.inTransaction()) {
      hook.requireTransaction();
      throw new FunctionException(
          "transaction_required",
          "What a hook writes belongs to the change: the hook is run again in its transaction.");
    }
  }

  private void checkAlive() {
    if (call.isOver()) {
      throw new FunctionException(
          "call_ended", "The call has ended, and its context is of no more use.");
    }
  }
}
