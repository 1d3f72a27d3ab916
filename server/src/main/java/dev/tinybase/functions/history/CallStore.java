package dev.tinybase.functions.history;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Writes entries to the database, a batch in one transaction. */
final class CallStore {
  private final Database database;
  private final String node;

  CallStore(Database database, String node) {
    this.database = database;
    this.node = node;
  }

  /** Writes all of them or none; what was written before may be written again. */
  void write(List<Entry> batch) {
    var started = new LinkedHashMap<UUID, Entry.Started>();
    var finished = new LinkedHashMap<UUID, CallRecord>();
    var lines = new ArrayList<Entry.Line>();
    for (var entry : batch) {
      switch (entry) {
        case Entry.Started start -> started.put(start.call().id(), start);
        case Entry.Finished end -> finished.put(end.call().id(), end.call());
        case Entry.Line line -> lines.add(line);
      }
    }
    started.keySet().removeAll(finished.keySet());
    database.write(sql -> {
      write(sql, started.values(), List.copyOf(finished.values()), lines);
      return true;
    });
  }

  private void write(
      Sql sql, Iterable<Entry.Started> started, List<CallRecord> finished, List<Entry.Line> lines) {
    for (var start : started) {
      CallTable.start(sql, start.call(), node, start.deadline());
    }
    CallTable.finish(sql, finished);
    if (!lines.isEmpty()) {
      LogTable.add(sql, lines);
    }
  }
}
