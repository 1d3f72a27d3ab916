package dev.tinybase.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands of the product's command line in an instance's folder. */
record Command(Path repository, Path folder) {
  /**
   * What a command cost.
   *
   * @param seconds from its start to its end
   * @param peakMb the most resident memory it had
   */
  record Cost(double seconds, long peakMb) {}

  /** Runs one command to its end; a failure throws with what it printed. */
  Cost run(String... words) {
    var command = new ArrayList<>(List.of(repository.resolve("tinybase").toString()));
    command.addAll(List.of(words));
    var log = folder.resolve("command.log");
    try {
      long began = System.nanoTime();
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      long peak = watch(process);
      double seconds = (System.nanoTime() - began) / 1e9;
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            command + " failed: " + Files.readString(log, StandardCharsets.UTF_8));
      }
      return new Cost(seconds, peak);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long watch(Process process) throws InterruptedException {
    var stats = new ProcessStats(process.pid());
    long peak = 0;
    while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
      try {
        peak = Math.max(peak, stats.peakMb());
      } catch (UncheckedIOException _) {
        // it ended between the two calls
      }
    }
    return peak;
  }
}
