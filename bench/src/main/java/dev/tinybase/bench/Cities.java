package dev.tinybase.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The import of the real places of {@code examples/cities}. */
record Cities(Path repository, Path folder) {
  /** What the import cost, and how large its file became. */
  record Result(long places, Command.Cost cost, double fileMb) {
    double perSecond() {
      return places / cost.seconds();
    }
  }

  /** Imports them into a new instance; empty when the list was not fetched. */
  Optional<Result> run() throws IOException {
    var example = repository.resolve("examples/cities");
    var data = example.resolve("data/cities.json");
    if (!Files.exists(data)) {
      System.out.println(
          "no examples/cities/data/cities.json: run examples/cities/fetch for its import");
      return Optional.empty();
    }
    var command = new Command(repository, folder);
    command.run("collections", "apply", example.resolve("collection.json").toString());
    var cost = command.run("import", "cities", data.toString());
    return Optional.of(new Result(places(data), cost, fileMb(folder)));
  }

  /** The size of an instance's file. */
  static double fileMb(Path folder) throws IOException {
    return Files.size(folder.resolve("tinybase.db")) / 1e6;
  }

  private static long places(Path data) throws IOException {
    try (var lines = Files.lines(data)) {
      return lines.mapToLong(line -> line.split("\"name\":", -1).length - 1L).sum();
    }
  }
}
