package dev.tinybase.functions.invoke;

import dev.tinybase.compile.Compiled;
import dev.tinybase.compile.UnitLoader;
import dev.tinybase.functions.invoke.binding.FileTypes;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;

/**
 * A file whose classes are loaded. Its loader is not closed but collected: a call that was looked
 * up before the file was replaced may still need a class for the first time.
 */
final class LoadedFile implements FunctionFile {
  private final Compiled.Unit unit;
  private final UnitLoader loader;
  private final FileTypes types;
  private final Results results = new Results();
  private final Clock clock;
  private final SharedHttp http;
  private List<Entry> functions = List.of();

  LoadedFile(Compiled.Unit unit, UnitLoader loader, Clock clock, SharedHttp http) {
    this.unit = unit;
    this.loader = loader;
    this.types = new FileTypes(loader);
    this.clock = clock;
    this.http = http;
  }

  static LoadedFile load(
      Compiled.Unit unit, String path, UnitLoader loader, Clock clock, SharedHttp http) {
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
  public Compiled.Unit unit() {
    return unit;
  }

  @Override
  public List<Entry> functions() {
    return functions;
  }

  UnitLoader loader() {
    return loader;
  }

  FileTypes types() {
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
