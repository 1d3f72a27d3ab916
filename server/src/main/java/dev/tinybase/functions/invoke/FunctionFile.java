package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.UnitClassLoader;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.invoke.binding.FunctionFileTypes;
import dev.tinybase.functions.invoke.hooks.EventReader;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.sdk.Auth;
import dev.tinybase.sdk.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
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
  final EventReader events;
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
    this.events = new EventReader(types, results::tree);
    this.files = files;
  }

  /** Finds the functions, hooks and routes that the file declares. */
  FunctionFile scan(UnaryOperator<String> paths) {
    var found = new FileScanner(unit, paths, loader, types, files.schedules).read();
    functions = found.functions().stream().map(this::entry).toList();
    hooks =
        found.hooks().stream()
            .flatMap(hook -> {
              var entry = entry(hook.method());
              return hook.declarations().stream().map(it -> new Hook(it, entry));
            })
            .toList();
    routes =
        found.routes().stream()
            .map(it -> new Route(it.httpMethod(), it.path(), entry(it.method())))
            .toList();
    return this;
  }

  private Entry entry(FunctionMethod method) {
    return new LoadedMethod(this, method);
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
  Object instance(Class<?> type) throws Throwable {
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

  /** Code of the class is about to run, so that what it holds has to be ended with the file. */
  void running(Class<?> type) {
    called.add(type);
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
}
