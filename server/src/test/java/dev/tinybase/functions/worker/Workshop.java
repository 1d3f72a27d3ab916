package dev.tinybase.functions.worker;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.compile.SourceFile;
import dev.tinybase.config.Settings;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Trigger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Functions that are compiled for a test, and workers that run them. */
final class Workshop implements AutoCloseable {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String IMPORTS =
      "import dev.tinybase.sdk.*;\nimport dev.tinybase.sdk.hooks.*;\n";

  private final SourceCompiler compiler;
  private final FunctionFiles files = new FunctionFiles(CLOCK);
  private final Registry registry = new Registry();
  private final Map<String, Function> functions = new HashMap<>();
  private final ProcessExecutor executor;

  Workshop(Path folder, int workers, int memoryMb) {
    this(folder, workers, memoryMb, Duration.ofSeconds(20));
  }

  /**
   * Functions and workers.
   *
   * @param patience how long a call waits for a worker
   */
  Workshop(Path folder, int workers, int memoryMb, Duration patience) {
    compiler = new SourceCompiler(folder.resolve("cache"), folder.resolve("lock"), true, false);
    executor = new ProcessExecutor(settings(workers, memoryMb), registry, CLOCK, patience);
    executor.start();
  }

  static Settings.Functions settings(int workers, int memoryMb) {
    return Settings.with(
            Map.of(
                "functions.workers", Integer.toString(workers),
                "functions.worker_memory_mb", Integer.toString(memoryMb)))
        .functions();
  }

  Registry registry() {
    return registry;
  }

  ProcessExecutor executor() {
    return executor;
  }

  /** Makes a function of a file's text, in place of one that there was. */
  Workshop add(String name, String text) {
    var source = new SourceFile(name, name + ".java", IMPORTS + text, null);
    var compiled = compiler.compile(List.of(), List.of(source)).units().get(name);
    if (!(compiled instanceof CompileResult.Unit unit)) {
      throw new AssertionError(compiled);
    }
    var file = files.load(unit);
    Stream.of(
            file.functions().stream(),
            file.hooks().stream().map(FunctionFile.Hook::entry),
            file.routes().stream().map(FunctionFile.Route::entry))
        .flatMap(entries -> entries)
        .forEach(entry ->
            functions.put(
                entry.signature().name(),
                new Function(entry, name + ".java", unit.key(), null, Instant.EPOCH)));
    registry.replace(Declarations.FOLDER, Declarations.of(functions));
    return this;
  }

  void remove(String name) {
    functions.remove(name);
    registry.replace(Declarations.FOLDER, Declarations.of(functions));
  }

  Function function(String name) {
    return registry.find(name).orElseThrow();
  }

  /** Calls a function and gives the JSON of its result. */
  String call(String name, Host host) throws Throwable {
    return call(name, "{}", host, Duration.ofSeconds(20));
  }

  String call(String name, String payload, Host host, Duration time) throws Throwable {
    var info = info(name, time, 0);
    return executor.execute(
        function(name),
        time,
        (invoker, _) -> json(invoker.invoke(function(name).entry(), info, host, input(payload))));
  }

  /** Has a hook handle an event, or a route answer a request. */
  CallResult handle(String name, Input input, Host host) throws Throwable {
    var time = Duration.ofSeconds(20);
    var info = info(name, time, 0);
    return executor.execute(
        function(name),
        time,
        (invoker, _) -> invoker.invoke(function(name).entry(), info, host, input));
  }

  static CallInfo info(String name, Duration time, int depth) {
    return new CallInfo(
        UUID.randomUUID(),
        name,
        "request",
        Trigger.MANUAL,
        null,
        true,
        CLOCK.instant().plus(time),
        depth,
        null);
  }

  static Input input(String payload) {
    return new Input.Json(Json.parse(payload));
  }

  static String json(CallResult output) {
    return new String(((CallResult.Value) output).json(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    executor.close();
    files.close();
  }
}
