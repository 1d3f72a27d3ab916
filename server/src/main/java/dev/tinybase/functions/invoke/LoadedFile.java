package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.UnitClassLoader;
import dev.tinybase.functions.invoke.binding.FunctionFileTypes;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;

/**
 * A file whose classes are loaded. Its loader is not closed but collected: a call that was looked
 * up before the file was replaced may still need a class for the first time.
 */
final class LoadedFile implements FunctionFile {
  private final CompileResult.Unit unit;
  private final UnitClassLoader loader;
  private final FunctionFileTypes types;
  private final Results results = new Results();
  private final Clock clock;
  private final SharedHttp http;
  private List<Entry> functions = List.of();

  LoadedFile(CompileResult.Unit unit, UnitClassLoader loader, Clock clock, SharedHttp http) {
    this.unit = unit;
    this.loader = loader;
    this.types = new FunctionFileTypes(loader);
    this.clock = clock;
    this.http = http;
  }

  static LoadedFile load(
      CompileResult.Unit unit, String path, UnitClassLoader loader, Clock clock, SharedHttp http) {
    var file = new LoadedFile(unit, loader, clock, http);
    var instances = new HashMap<Class<?>, Instance>();
    file.functions =
        new Declarations(unit, path, loader, file.types)
            .read().stream()
                .<Entry>map(it ->
                    new LoadedFunction(
                        file, it, instances.computeIfAbsent(it.owner(), Instance::new)))
                .toList();
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

  Results results() {
    return results;
  }

  Clock clock() {
    return clock;
  }

  SharedHttp http() {
    return http;
  }

  @Override
  public void close() {
    types.close();
  }
}
