package dev.tinybase.functions.invoke;

import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.invoke.binding.PlainValues;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.Log;
import dev.tinybase.sdk.Records;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.sdk.User;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The context of one call, with the caller's rights or an admin's. */
final class CallContext implements Context {
  private final RunningCall running;
  private final boolean admin;

  CallContext(RunningCall running, boolean admin) {
    this.running = running;
    this.admin = admin;
  }

  @Override
  public String functionName() {
    return running.info().function();
  }

  @Override
  public String callId() {
    return running.info().id().toString();
  }

  @Override
  public String requestId() {
    return running.info().requestId();
  }

  @Override
  public Trigger trigger() {
    return running.info().trigger();
  }

  @Override
  public Optional<User> user() {
    return Optional.ofNullable(running.info().user());
  }

  @Override
  public boolean isAdmin() {
    return running.info().isAdmin();
  }

  @Override
  public Clock clock() {
    return running.file().clock();
  }

  @Override
  public Duration remaining() {
    return running.remaining();
  }

  @Override
  public Log log() {
    running.info();
    return new CallLog(running);
  }

  @Override
  public Records records(String collection) {
    running.info();
    return new HostRecords(running, collection, admin);
  }

  @Override
  public Context asAdmin() {
    running.info();
    return new CallContext(running, true);
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(Work<T, E> work) throws E {
    return running.transaction(work);
  }

  @Override
  public @Nullable Object call(String function, @Nullable Object payload) {
    return PlainValues.value(result(function, payload));
  }

  @Override
  public <T> T call(String function, @Nullable Object payload, Class<T> type) {
    var result = result(function, payload);
    try {
      return running.file().types().read(type, result);
    } catch (InvalidInput e) {
      throw new FunctionException(
          "result_mismatch",
          "The result of '" + function + "' is no " + type.getSimpleName() + ": " + e.getMessage());
    }
  }

  private JsonNode result(String function, @Nullable Object payload) {
    var host = running.host();
    var json = payload == null ? Json.object() : running.file().results().tree(payload);
    return host.call(function, json, admin);
  }

  @Override
  public HttpClient http() {
    return new CallHttp(running.file().http().client(), running::remaining);
  }

  @Override
  public String secret(String name) {
    return running.host().secret(name);
  }

  @Override
  public ExecutorService executor() {
    return running.executor();
  }
}
