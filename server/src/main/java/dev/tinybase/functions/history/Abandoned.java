package dev.tinybase.functions.history;

import dev.tinybase.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Ends the records of calls whose server died. */
final class Abandoned {
  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final String END =
      """
      update _function_calls set status = 'failed', finished_at = ?, error_type = 'ServerStopped',
        error_message = 'The server stopped while the call ran; whatever it did is done'
      where status = 'running' and :which\
      """;

  private final Database database;
  private final InstantSource clock;
  private final String node;
  private final boolean alone;

  /** On SQLite there is one server: what ran before its start ran in an earlier one. */
  Abandoned(Database database, InstantSource clock, String node) {
    this.database = database;
    this.clock = clock;
    this.node = node;
    this.alone = database.dialect().name().equals("sqlite");
  }

  /** At the start: those of this server's former life. */
  int endEarlierThan(Instant start) {
    var before = CallIds.least(start);
    return alone ? end("id < ?", before) : end("id < ? and node = ?", before, node);
  }

  /** Those of which nobody has heard a minute after their time was over. */
  int endOverdue() {
    return end("deadline < ?", clock.instant().minus(GRACE));
  }

  private int end(String which, Object... values) {
    var now = clock.instant();
    boolean any =
        database.read(sql ->
            sql.number(
                "select count(*) from _function_calls where status = 'running' and " + which,
                values))
            > 0;
    return any
        ? database.write(sql -> sql.update(END.replace(":which", which), with(now, values)))
        : 0;
  }

  private static Object[] with(Instant now, Object[] values) {
    var all = new Object[values.length + 1];
    all[0] = now;
    System.arraycopy(values, 0, all, 1, values.length);
    return all;
  }
}
