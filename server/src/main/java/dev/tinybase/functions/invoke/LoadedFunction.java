package dev.tinybase.functions.invoke;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.Input;
import dev.tinybase.functions.invoke.binding.InputType;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Response;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One function of a loaded file. */
final class LoadedFunction implements FunctionFile.Entry {
  private final LoadedFunctionFile file;
  private final FunctionMethod method;
  private final Signature signature;
  private final @Nullable InputType input;
  private final @Nullable Class<?> owner; // of which an object is needed
  private @Nullable MethodHandle handle;
  private volatile @Nullable ObjectNode inputSchema;
  private volatile @Nullable ObjectNode outputSchema;

  LoadedFunction(LoadedFunctionFile file, FunctionMethod method) {
    this.file = file;
    this.method = method;
    this.signature = method.signature();
    this.input = method.input();
    this.owner = method.isStatic() ? null : method.owner();
  }

  @Override
  public FunctionFile file() {
    return file;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public @Nullable ObjectNode inputSchema() {
    if (input != null && inputSchema == null) {
      inputSchema = input.schema();
    }
    return inputSchema;
  }

  @Override
  public @Nullable ObjectNode outputSchema() {
    if (signature.returns() == Signature.Returns.VALUE && outputSchema == null) {
      outputSchema = file.types().output(method.method().getAnnotatedReturnType());
    }
    return outputSchema;
  }

  @Override
  public CallResult invoke(CallInfo call, Host host, Input given) throws Throwable {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(file.loader()); // libraries look for their services there
    var context = new CallContext(file, call, host);
    boolean streams = false;
    try {
      @Nullable Object argument = argument(given);
      @Nullable Object object = owner == null ? null : file.instance(owner);
      @Nullable Object result =
          (@Nullable Object) handle().invokeExact(object, (Context) context, argument);
      var output = output(result, context);
      streams = output instanceof CallResult.Stream;
      return output;
    } catch (ExceptionInInitializerError e) {
      throw e.getCause() == null ? e : e.getCause();
    } finally {
      if (!streams) {
        context.end();
      }
      thread.setContextClassLoader(before);
    }
  }

  private @Nullable Object argument(Input given) {
    return switch (signature.takes()) {
      case NOTHING -> null;
      case REQUEST -> request(given);
      case INPUT -> bound(given);
    };
  }

  private @Nullable Object bound(Input given) {
    @Nullable InputType type = input;
    if (type == null) {
      return null;
    }
    return switch (given) {
      case Input.Json(JsonNode payload) -> type.read(payload);
      case Input.Query(JsonNode parameters) -> type.form(parameters);
      case Input.Raw(Request request) -> type.read(Json.parse(request.body()));
    };
  }

  /** A call from another function brings a payload where a client would send a request. */
  private static Request request(Input given) {
    return switch (given) {
      case Input.Raw(Request request) -> request;
      case Input.Json(JsonNode payload) -> request(Json.text(payload));
      case Input.Query(JsonNode parameters) -> request(Json.text(parameters));
    };
  }

  private static Request request(String json) {
    return new Request(
        "POST",
        Map.of("content-type", List.of("application/json")),
        Map.of(),
        json.getBytes(UTF_8));
  }

  private CallResult output(@Nullable Object result, CallContext context) {
    return switch (result) {
      case Response response -> new CallResult.Http(response);
      case BaseStream<?, ?> stream -> new CallResult.Stream(new StreamItems(stream, file, context));
      case null, default -> new CallResult.Value(file.results().bytes(result));
    };
  }

  private MethodHandle handle() throws IllegalAccessException {
    @Nullable MethodHandle made = handle;
    if (made == null) {
      made = method.handle(); // handles may be published by a race: their fields are final
      handle = made;
    }
    return made;
  }
}
