package dev.tinybase.functions.worker.jvm;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.FunctionFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files that the server has told of, each loaded when it is called for the first time. */
final class WorkerUnits {
  private final FunctionFiles files;
  private final Map<String, CompileResult.Unit> units = new HashMap<>();
  private final Map<String, FunctionFile> loaded = new HashMap<>();

  WorkerUnits(FunctionFiles files) {
    this.files = files;
  }

  void add(CompileResult.Unit unit) {
    units.put(unit.key(), unit);
  }

  /** Lets go of files; no call runs in them. */
  void forget(List<String> keys) {
    for (var key : keys) {
      units.remove(key);
      var file = loaded.remove(key);
      if (file != null) {
        file.close();
      }
    }
  }

  /** Lets go of all files, and waits a moment until they have closed what they hold. */
  void close() {
    forget(List.copyOf(units.keySet()));
    files.close();
  }

  /** Whether something has held a file for a minute that is gone. */
  boolean hasLeftovers() {
    return !files.leftovers().isEmpty();
  }

  FunctionFile.Entry find(String key, String function) {
    return loaded
        .computeIfAbsent(key, this::load)
        .find(function)
        .orElseThrow(() -> new IllegalStateException(key + " has no function " + function));
  }

  private FunctionFile load(String key) {
    var unit = units.get(key);
    if (unit == null) {
      throw new IllegalStateException("the worker does not know the file " + key);
    }
    return files.load(unit);
  }
}
