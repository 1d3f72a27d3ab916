package dev.tinybase.functions;

import dev.tinybase.compile.RecordUse;
import dev.tinybase.config.Settings;
import dev.tinybase.functions.invoke.CodeSchedule;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.loading.FolderSources;
import dev.tinybase.functions.loading.FunctionLoader;
import dev.tinybase.functions.loading.LoadReport;
import dev.tinybase.functions.loading.RetiredFiles;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.functions.registry.Registry;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compiles and loads a folder of functions by itself, to see whether it is good.
 *
 * @param report the files and their errors
 * @param functions of the good files, by name
 * @param hooks of the good files
 */
public record FolderCheck(
    LoadReport report, List<Description> functions, List<Declarations.Hook> hooks) {
  /**
   * A function without its code.
   *
   * @param input the JSON Schema of its input; null when it takes none
   * @param output the JSON Schema of its result; null when it has none
   */
  public record Description(
      Signature signature, @Nullable ObjectNode input, @Nullable ObjectNode output) {
    static Description of(Registry.Function function) {
      var entry = function.entry();
      return new Description(entry.signature(), entry.inputSchema(), entry.outputSchema());
    }
  }

  /** Where the files that compile name collections and fields by constants. */
  public static List<RecordUse> recordUses(Settings.Functions settings) {
    var sources = FolderSources.of(settings.path(), settings.maxPayloadBytes());
    try (var compiler = FunctionServices.compiler(settings)) {
      return compiler.recordUses(sources.shared(), sources.functions());
    }
  }

  /**
   * What is in the folder, and what is wrong with it. None of its code runs.
   *
   * @param schedules what is wrong with those that functions declare
   */
  public static FolderCheck run(
      Settings.Functions settings, CodeSchedule.Check schedules, Clock clock) {
    var compiler = FunctionServices.compiler(settings);
    var registry = new Registry();
    try (var files = new FunctionFiles(clock, schedules);
        var loader =
            new FunctionLoader(
                settings, compiler, files, registry, new RetiredFiles(), List::of, clock)) {
      var report = loader.reload();
      return new FolderCheck(
          report, registry.list().stream().map(Description::of).toList(), registry.hooks());
    }
  }
}
