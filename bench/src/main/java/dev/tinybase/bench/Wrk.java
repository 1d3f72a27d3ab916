package dev.tinybase.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The load generator, one run at a time. */
final class Wrk {
  private final Plan plan;

  Wrk(Plan plan) {
    this.plan = plan;
    if (!installed()) {
      throw new IllegalStateException(
          "wrk is missing; install it, for example with: apt-get install wrk");
    }
  }

  /** Loads a server for so many seconds; the environment goes to the Lua script. */
  LoadResult run(
      String base, String script, int connections, int seconds, Map<String, String> environment) {
    var builder =
        new ProcessBuilder(
            "wrk",
            "-t1",
            "-c" + connections,
            "-d" + seconds + "s",
            "-s",
            plan.home().resolve("wrk").resolve(script).toString(),
            base);
    var all = new HashMap<>(environment);
    all.put("BENCH_HOME", plan.home().toString());
    builder.environment().putAll(all);
    builder.redirectErrorStream(true);
    var output = output(builder);
    return output
        .lines()
        .filter(line -> line.startsWith("RESULT "))
        .findFirst()
        .map(line -> LoadResult.parse(line.substring("RESULT ".length())))
        .orElseThrow(() -> new IllegalStateException("wrk failed: " + output));
  }

  private static boolean installed() {
    @Nullable String path = System.getenv("PATH");
    return path != null
        && List.of(path.split(":")).stream()
            .anyMatch(folder -> new java.io.File(folder, "wrk").canExecute());
  }

  private static String output(ProcessBuilder builder) {
    try {
      var process = builder.start();
      return new String(
          process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
