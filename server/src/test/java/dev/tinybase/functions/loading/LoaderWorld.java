package dev.tinybase.functions.loading;

import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.config.Settings;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A folder of functions with its loader, and deployed versions as a test wants them. */
final class LoaderWorld implements AutoCloseable {
  final Path folder;
  final Registry registry = new Registry();
  final FunctionFiles files = new FunctionFiles(Clock.systemUTC());
  final FunctionLoader loader;
  List<DeployedSource> deployed = List.of();

  LoaderWorld(Path directory) {
    this(directory, Clock.systemUTC());
  }

  /** By the clock it is decided whether a file that is gone stays gone. */
  LoaderWorld(Path directory, Clock clock) {
    folder = directory.resolve("functions");
    var cache = directory.resolve("cache");
    var settings =
        Settings.with(
                Map.of("functions.path", folder.toString(), "functions.cache", cache.toString()))
            .functions();
    var compiler = new SourceCompiler(cache, folder.resolve("tinybase.lock"), true, false);
    loader =
        new FunctionLoader(
            settings, compiler, files, registry, new RetiredFiles(), () -> deployed, clock);
  }

  /** A file with a function of the same name that returns a text. */
  void write(String name, String returned) {
    put(name + ".java", source(name, returned));
  }

  static String source(String name, String returned) {
    return """
    import dev.tinybase.sdk.*;

    @Register(name = "%s", auth = Auth.PUBLIC, description = "%s")
    String answer() {
      return "%s";
    }
    """
        .formatted(name, returned, returned);
  }

  void put(String file, String text) {
    var path = folder.resolve(file);
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String file) {
    try {
      Files.delete(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DeployedSource version(String name, String text) {
    return new DeployedSource(UUID.randomUUID(), name, Sha256.hex(text), text);
  }

  List<String> names() {
    return registry.list().stream().map(Function::name).toList();
  }

  /** What the function says of itself: its text; nothing where there is no such function. */
  String says(String name) {
    return registry.find(name).map(function -> function.signature().description()).orElse("");
  }

  /** The errors of now, a line each. */
  List<String> errors() {
    return loader.failures().stream()
        .flatMap(file -> file.diagnostics().stream())
        .map(Object::toString)
        .toList();
  }

  @Override
  public void close() {
    loader.close();
    files.close();
  }
}
