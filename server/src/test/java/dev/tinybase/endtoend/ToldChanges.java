package dev.tinybase.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What hooks have been told, in a file to which those of all servers append a line for each. */
record ToldChanges(Path file) {
  /** A line of the file. */
  record Change(long number, String record, long count) {}

  private static final String HOOKS =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.Record;
      import dev.tinybase.sdk.hooks.*;
      import java.nio.file.*;

      @OnRecordCreate(collection = "notes")
      void made(RecordCreated event) throws Exception {
        tell(event.change(), event.record());
      }

      @OnRecordUpdate(collection = "notes")
      void changed(RecordUpdated event) throws Exception {
        tell(event.change(), event.after());
      }

      void tell(long change, Record record) throws Exception {
        var line = change + " " + record.id() + " " + record.integer("count") + "\\n";
        Files.writeString(
            Path.of("FILE"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      """;

  static ToldChanges in(Path folder) {
    return new ToldChanges(folder.resolve("told"));
  }

  /** The source of the hooks that write it. */
  String hooks() {
    return HOOKS.replace("FILE", file.toString());
  }

  /** All lines in their order. A kill may have cut the last one. */
  List<Change> changes() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split(" ", -1))
          .map(words -> new Change(Long.parseLong(words[0]), words[1], Long.parseLong(words[2])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ids of the records that were told of. */
  Set<String> records() {
    var ids = new HashSet<String>();
    changes().forEach(change -> ids.add(change.record()));
    return ids;
  }

  /** The counts that were told of each record, in the order in which they were told. */
  Map<String, List<Long>> counts() {
    var counts = new HashMap<String, List<Long>>();
    changes()
        .forEach(change ->
            counts
                .computeIfAbsent(change.record(), _ -> new java.util.ArrayList<>())
                .add(change.count()));
    return counts;
  }
}
