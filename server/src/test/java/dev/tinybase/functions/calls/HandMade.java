package dev.tinybase.functions.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Auth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A function whose code is a lambda of a test. */
public final class HandMade implements FunctionFile.Entry {
  /** The code. */
  @FunctionalInterface
  public interface Body {
    CallResult run(CallInfo call, Host host, Input input) throws Throwable;
  }

  private final Body body;
  private Signature signature;

  private HandMade(String name, Body body) {
    this.body = body;
    this.signature =
        new Signature(
            name,
            null,
            Auth.PUBLIC,
            List.of(),
            null,
            0,
            Set.of("POST"),
            Signature.Takes.INPUT,
            Signature.Returns.VALUE,
            List.of());
  }

  /** A public function without limits that is called with POST. */
  public static HandMade named(String name, Body body) {
    return new HandMade(name, body);
  }

  /** JSON as a result. */
  public static CallResult json(String text) {
    return new CallResult.Value(text.getBytes(UTF_8));
  }

  /** The payload of a call. */
  public static ObjectNode payload(Input input) {
    return switch (input) {
      case Input.Json(var payload) -> (ObjectNode) payload;
      case Input.Query(var parameters) -> (ObjectNode) parameters;
      case Input.Event(var event) -> event;
      case Input.Raw raw -> Json.object().put("body", new String(raw.body(), UTF_8));
    };
  }

  /** A stream of these elements. */
  public static CallResult stream(String... elements) {
    var left = new ArrayDeque<>(List.of(elements));
    return new CallResult.Stream(
        new CallResult.Elements() {
          @Override
          public CallResult.@Nullable Element next() {
            var next = left.poll();
            return next == null ? null : item(next);
          }

          @Override
          public void close() {
            left.clear();
          }
        });
  }

  /** An element. */
  public static CallResult.Element item(String json) {
    return new CallResult.Element(null, null, json.getBytes(UTF_8));
  }

  public HandMade auth(Auth auth) {
    return with(auth, signature.timeout(), signature.concurrency(), signature.methods());
  }

  public HandMade timeout(Duration timeout) {
    return with(signature.auth(), timeout, signature.concurrency(), signature.methods());
  }

  public HandMade concurrency(int most) {
    return with(signature.auth(), signature.timeout(), most, signature.methods());
  }

  public HandMade methods(String... methods) {
    return with(signature.auth(), signature.timeout(), signature.concurrency(), Set.of(methods));
  }

  public HandMade raw() {
    return shape(Signature.Takes.REQUEST, Signature.Returns.RESPONSE);
  }

  public HandMade streaming() {
    return shape(Signature.Takes.INPUT, Signature.Returns.STREAM);
  }

  /** As the registry has it. */
  public Function function() {
    return new Function(this, signature.name() + ".java", "0".repeat(64), null, Instant.now());
  }

  private HandMade with(
      Auth auth, @Nullable Duration timeout, int concurrency, Set<String> methods) {
    signature =
        new Signature(
            signature.name(),
            signature.description(),
            auth,
            signature.tags(),
            timeout,
            concurrency,
            methods,
            signature.takes(),
            signature.returns(),
            signature.schedules());
    return this;
  }

  private HandMade shape(Signature.Takes takes, Signature.Returns returns) {
    signature =
        new Signature(
            signature.name(),
            signature.description(),
            signature.auth(),
            signature.tags(),
            signature.timeout(),
            signature.concurrency(),
            signature.methods(),
            takes,
            returns,
            signature.schedules());
    return this;
  }

  @Override
  public FunctionFile file() {
    throw new UnsupportedOperationException("it was not compiled");
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public @Nullable ObjectNode inputSchema() {
    return Json.object().put("type", "object");
  }

  @Override
  public @Nullable ObjectNode outputSchema() {
    return null;
  }

  @Override
  public void check(Input input) {}

  @Override
  public CallResult invoke(CallInfo call, Host host, Input input) throws Throwable {
    return body.run(call, host, input);
  }
}
