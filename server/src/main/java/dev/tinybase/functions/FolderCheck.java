package dev.tinybase.functions;

import dev.tinybase.config.Settings;
import dev.tinybase.functions.invoke.CodeSchedule;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.loading.FunctionLoader;
import dev.tinybase.functions.loading.LoadReport;
import dev.tinybase.functions.loading.RetiredFiles;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.functions.registry.Registry;
import java.time.Clock;
import java.util.List;

/**
 * Compiles and loads a folder of functions by itself, to see whether it is good.
 *
 * @param report the files and their errors
 * @param hooks of the good files
 */
public record FolderCheck(LoadReport report, List<Declarations.Hook> hooks) {
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
      return new FolderCheck(report, registry.hooks());
    }
  }
}
