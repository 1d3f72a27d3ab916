package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.UnitClassLoader;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.invoke.FunctionScanner.FunctionMethod;
import dev.tinybase.functions.invoke.binding.FunctionFileTypes;
import dev.tinybase.functions.invoke.binding.InputType;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.sdk.Auth;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Response;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A compiled file, loaded into this process by a class loader of its own. The loader is not closed
 * but collected: a call that was looked up before the file was replaced may still need a class for
 * the first time.
 */
public final class FunctionFile implements AutoCloseable {
  final UnitClassLoader loader;
  final FunctionFileTypes types;
  final ResultWriter results = new ResultWriter();
  final FunctionFiles files;
  private final CompileResult.Unit unit;
  private final Map<Class<?>, Object> instances = new ConcurrentHashMap<>();
  private final Set<Class<?>> called = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private List<Entry> functions = List.of();
  private List<Hook> hooks = List.of();
  private List<Route> routes = List.of();

  FunctionFile(CompileResult.Unit unit, UnitClassLoader loader, FunctionFiles files) {
    this.unit = unit;
    this.loader = loader;
    this.types = new FunctionFileTypes(loader);
    this.files = files;
  }

  /** Finds the functions that the file declares. */
  FunctionFile scan(String path) {
    functions =
        new FunctionScanner(unit, path, loader, types, files.schedules)
            .read().stream().<Entry>map(LoadedFunction::new).toList();
    return this;
  }

  /** What it was loaded from. */
  public CompileResult.Unit unit() {
    return unit;
  }

  /** The functions it declares. */
  public List<Entry> functions() {
    return functions;
  }

  /** The hooks it declares; a method with several annotations is there for each. */
  public List<Hook> hooks() {
    return hooks;
  }

  /** The routes it declares. */
  public List<Route> routes() {
    return routes;
  }

  /** The function, hook or route of this name. */
  public Optional<Entry> find(String name) {
    return Stream.of(
            functions.stream(), hooks.stream().map(Hook::entry), routes.stream().map(Route::entry))
        .flatMap(entries -> entries)
        .filter(entry -> entry.signature().name().equals(name))
        .findFirst();
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
      called.add(type);
      made =
          MethodHandles.privateLookupIn(type, MethodHandles.lookup())
              .findConstructor(type, MethodType.methodType(void.class))
              .invoke();
      instances.put(type, made);
    }
    return made;
  }

  /** A context that asks this host, for whoever is no function but uses what functions do. */
  public Context context(CallInfo call, Host host) {
    return new CallContext(this, call, host);
  }

  /** What is to be ended of it; nothing where none of its code has run. */
  Optional<UnitShutdown> shutdown() {
    return called.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new UnitShutdown(unit, loader, List.copyOf(instances.values()), Set.copyOf(called)));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      types.close();
      files.closed(this);
    }
  }

  /**
   * A method that is a hook.
   *
   * @param declaration one of its annotations
   * @param entry how to run it, named {@code file.method}; the same for each of its annotations
   */
  public record Hook(HookDeclaration declaration, Entry entry) {}

  /**
   * A method that is a route.
   *
   * @param method of HTTP, in upper case
   * @param path below that of the extension, such as {@code /stats/{id}}
   * @param entry how to run it, named {@code extension.method}, and who may
   */
  public record Route(String method, String path, Entry entry) {}

  /** One method of a file that can be called: a function, a hook or a route. */
  public interface Entry {
    /** The file. */
    FunctionFile file();

    /** What it says of itself. */
    Signature signature();

    /** The JSON Schema of its input; null when it takes none. Made on the first use. */
    @Nullable ObjectNode inputSchema();

    /** The JSON Schema of its result; null when it has none. Made on the first use. */
    @Nullable ObjectNode outputSchema();

    /** Reads an input on this thread as a call would; see {@link Invoker#check}. */
    void check(Input input);

    /** Runs it on this thread; see {@link Invoker#invoke}. */
    CallResult invoke(CallInfo call, Host host, Input input) throws Throwable;
  }

  /**
   * What a function says of itself, from its annotation and its method.
   *
   * @param timeout null for the instance's default
   * @param concurrency calls at once; 0 for no limit of its own
   * @param methods HTTP methods in upper case
   * @param schedules by which it runs
   */
  public record Signature(
      String name,
      @Nullable String description,
      Auth auth,
      List<String> tags,
      @Nullable Duration timeout,
      int concurrency,
      Set<String> methods,
      Takes takes,
      Returns returns,
      List<CodeSchedule> schedules) {
    /** What its method takes beside the context. */
    public enum Takes {
      NOTHING,
      /** A JSON object. */
      INPUT,
      /** Any JSON: a list, a single value, or whatever it is. */
      VALUE,
      REQUEST,
      /** The event of a hook. */
      EVENT
    }

    /** What its method returns. */
    public enum Returns {
      NOTHING,
      VALUE,
      RESPONSE,
      STREAM
    }
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
      return FunctionFile.this;
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
        outputSchema = types.output(SignatureReader.result(method.method()));
      }
      return outputSchema;
    }

    @Override
    public void check(Input given) {
      var thread = Thread.currentThread();
      var before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        var _ = argument(given);
      } catch (InvalidInput e) {
        throw e;
      } catch (Throwable _) {
        // the author's code in a constructor has failed: a fault of the function, which its run
        // tells
      } finally {
        thread.setContextClassLoader(before);
      }
    }

    @Override
    public CallResult invoke(CallInfo call, Host host, Input given) throws Throwable {
      var thread = Thread.currentThread();
      var before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader); // libraries look for their services there
      var context = new CallContext(FunctionFile.this, call, host);
      boolean streams = false;
      try {
        @Nullable Object argument = argument(given);
        @Nullable Object object = owner == null ? null : instance(owner);
        @Nullable Object result =
            (@Nullable Object) handle().invokeExact(object, (Context) context, argument);
        var output = output(awaited(result), context);
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
      if (input != null) {
        return input.read(given);
      }
      return signature.takes() == Signature.Takes.REQUEST ? request(given.raw()) : null;
    }

    private Request request(Input.Raw raw) {
      return new Request(raw.method(), raw.headers(), raw.query(), raw.body(), types::body);
    }

    /** What a future holds, once it does; the call's limit of time is the limit for that too. */
    private static @Nullable Object awaited(@Nullable Object result) throws Throwable {
      try {
        return switch (result) {
          case CompletionStage<?> stage -> stage.toCompletableFuture().get();
          case Future<?> future -> future.get();
          case null, default -> result;
        };
      } catch (ExecutionException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }

    private CallResult output(@Nullable Object result, CallContext context) {
      return switch (result) {
        case Response response -> new CallResult.Http(response);
        case BaseStream<?, ?> stream ->
            new CallResult.Stream(new StreamItems(stream, FunctionFile.this, context));
        case null, default -> new CallResult.Value(results.bytes(result));
      };
    }

    private MethodHandle handle() throws IllegalAccessException {
      @Nullable MethodHandle made = handle;
      if (made == null) {
        called.add(method.owner());
        made = method.handle(); // handles may be published by a race: their fields are final
        handle = made;
      }
      return made;
    }
  }
}
