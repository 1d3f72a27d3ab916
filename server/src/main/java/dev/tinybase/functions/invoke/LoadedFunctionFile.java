package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.UnitClassLoader;
import dev.tinybase.functions.invoke.binding.FunctionFileTypes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
  private final SharedHttp http;
  private final Map<Class<?>, Object> instances = new ConcurrentHashMap<>();
  private List<Entry> functions = List.of();

  LoadedFunctionFile(
      CompileResult.Unit unit, UnitClassLoader loader, Clock clock, SharedHttp http) {
    this.unit = unit;
    this.loader = loader;
    this.types = new FunctionFileTypes(loader);
    this.clock = clock;
    this.http = http;
  }

  static LoadedFunctionFile load(
      CompileResult.Unit unit, String path, UnitClassLoader loader, Clock clock, SharedHttp http) {
    var file = new LoadedFunctionFile(unit, loader, clock, http);
    file.functions =
        new FunctionScanner(unit, path, loader, file.types)
            .read().stream().<Entry>map(it -> new LoadedFunction(file, it)).toList();
    return file;
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

  SharedHttp http() {
    return http;
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
}
