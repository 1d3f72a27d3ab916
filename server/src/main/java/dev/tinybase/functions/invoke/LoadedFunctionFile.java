package dev.tinybase.functions.invoke;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.UnitClassLoader;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.invoke.binding.FunctionFileTypes;
import dev.tinybase.functions.invoke.binding.InputType;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Response;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file whose classes are loaded. Its loader is not closed but collected: a call that was looked
 * up before the file was replaced may still need a class for the first time.
 */
final class LoadedFunctionFile implements FunctionFile {
  private final CompileResult.Unit unit;
  private final UnitClassLoader loader;
  private final FunctionFileTypes types;
  private final ResultWriter results = new ResultWriter();
  private final Clock clock;
  private final CallHttp.Shared http;
  private final Map<Class<?>, Object> instances = new ConcurrentHashMap<>();
  private List<Entry> functions = List.of();

  LoadedFunctionFile(
      CompileResult.Unit unit, UnitClassLoader loader, Clock clock, CallHttp.Shared http) {
    this.unit = unit;
    this.loader = loader;
    this.types = new FunctionFileTypes(loader);
    this.clock = clock;
    this.http = http;
  }

  static LoadedFunctionFile load(
      CompileResult.Unit unit,
      String path,
      UnitClassLoader loader,
      Clock clock,
      CallHttp.Shared http) {
    var file = new LoadedFunctionFile(unit, loader, clock, http);
    file.functions =
        new FunctionScanner(unit, path, loader, file.types)
            .read().stream().<Entry>map(file::function).toList();
    return file;
  }

  private Entry function(FunctionMethod method) {
    return new LoadedFunction(method);
  }

  @Override
  public CompileResult.Unit unit() {
    return unit;
  }

  @Override
  public List<Entry> functions() {
    return functions;
  }

  UnitClassLoader loader() {
    return loader;
  }

  FunctionFileTypes types() {
    return types;
  }

  ResultWriter results() {
    return results;
  }

  Clock clock() {
    return clock;
  }

  CallHttp.Shared http() {
    return http;
  }

  /**
   * The one object of a class whose methods are functions. It is made at the first call, since that
   * runs the author's code, and tried again after a failure.
   */
  private Object instance(Class<?> type) throws Throwable {
    @Nullable Object made = instances.get(type);
    return made == null ? makeInstance(type) : made;
  }

  private synchronized Object makeInstance(Class<?> type) throws Throwable {
    @Nullable Object made = instances.get(type);
    if (made == null) {
      made =
          MethodHandles.privateLookupIn(type, MethodHandles.lookup())
              .findConstructor(type, MethodType.methodType(void.class))
              .invoke();
      instances.put(type, made);
    }
    return made;
  }

  @Override
  public void close() {
    types.close();
  }

  /** One function of a loaded file. */
  private final class LoadedFunction implements Entry {
    private final FunctionMethod method;
    private final Signature signature;
    private final @Nullable InputType input;
    private final @Nullable Class<?> owner; // of which an object is needed
    private @Nullable MethodHandle handle;
    private volatile @Nullable ObjectNode inputSchema;
    private volatile @Nullable ObjectNode outputSchema;

    LoadedFunction(FunctionMethod method) {
      this.method = method;
      this.signature = method.signature();
      this.input = method.input();
      this.owner = method.isStatic() ? null : method.owner();
    }

    @Override
    public FunctionFile file() {
      return LoadedFunctionFile.this;
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
        outputSchema = types.output(method.method().getAnnotatedReturnType());
      }
      return outputSchema;
    }

    @Override
    public CallResult invoke(CallInfo call, Host host, Input given) throws Throwable {
      var thread = Thread.currentThread();
      var before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader); // libraries look for their services there
      var context = new CallContext(LoadedFunctionFile.this, call, host);
      boolean streams = false;
      try {
        @Nullable Object argument = argument(given);
        @Nullable Object object = owner == null ? null : instance(owner);
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
        case BaseStream<?, ?> stream ->
            new CallResult.Stream(new StreamItems(stream, LoadedFunctionFile.this, context));
        case null, default -> new CallResult.Value(results.bytes(result));
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
}
