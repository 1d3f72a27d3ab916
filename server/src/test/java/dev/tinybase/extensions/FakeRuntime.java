package dev.tinybase.extensions;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.ExtensionFiles;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes each file {@code src/name.java} for a function of that name, and what holds the word {@code
 * broken} for broken.
 */
final class FakeRuntime implements ExtensionRuntime {
  final AtomicInteger follows = new AtomicInteger();

  @Override
  public Checked check(Manifest manifest, ExtensionFiles files, String libraryLock) {
    var sources = files.below("src");
    for (var source : sources.entrySet()) {
      if (new String(source.getValue(), UTF_8).contains("broken")) {
        throw Problem.badRequest("invalid_extension", "src/" + source.getKey() + " is broken")
            .member("diagnostics", Json.object().putArray("diagnostics"));
      }
    }
    var functions = sources.keySet().stream().map(it -> it.replace(".java", "")).toList();
    return new Checked(
        new Provides(functions, List.of(), List.of(), List.of(), List.of(), List.of()),
        String.join(" ", manifest.dependencies()));
  }

  @Override
  public void follow() {
    follows.incrementAndGet();
  }

  @Override
  public ExtensionStatus status(String name) {
    return ExtensionStatus.LOADED;
  }
}
