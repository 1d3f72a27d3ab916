package dev.tinybase.schedule;

import static dev.tinybase.db.ColumnType.TIMESTAMP;

import dev.tinybase.db.Database;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when at least one server has been looking for what is due, without a pause. What fell due
 * before that was missed. A pause is a stop, but also a machine that sleeps, a database that is
 * lost, a clock that is put forward.
 */
final class UpTime {
  /** What the last look has found out. */
  enum Clock {
    STEADY,
    /** It was put back: schedules may wait for moments that are too far ahead now. */
    PUT_BACK
  }

  private final Database database;
  private final String node;
  private final Duration beat;
  private final Duration longestPause;
  private final String eldest;
  private @Nullable Instant upSince;
  private @Nullable Instant lastLook;
  private @Nullable Instant lastBeat;
  private @Nullable Instant others;

  /**
   * Known to the other nodes of the database by this node's name.
   *
   * @param interval the longest time from one look to the next
   */
  UpTime(Database database, String node, Duration interval) {
    this.database = database;
    this.node = node;
    this.beat = interval;
    var twice = interval.multipliedBy(2);
    this.longestPause =
        twice.compareTo(Duration.ofSeconds(10)) < 0 ? Duration.ofSeconds(10) : twice;
    this.eldest =
        "select "
            + database.dialect().select(TIMESTAMP, "up_since")
            + " from _schedule_nodes where seen_at > ? and node <> ? order by up_since limit 1";
  }

  /** The longest time without a look that is no pause. */
  Duration longestPause() {
    return longestPause;
  }

  /** A look begins. */
  Clock begin(Instant now) {
    var last = lastLook;
    if (last == null || now.isAfter(last.plus(longestPause))) {
      upSince = now;
      lastBeat = null;
    } else if (now.isBefore(last.minus(longestPause))) {
      upSince = upSince != null && upSince.isBefore(now) ? upSince : now;
      lastBeat = null;
      lastLook = now;
      return Clock.PUT_BACK;
    }
    if (!database.dialect().isSqlite()) { // elsewhere there is but one server
      beat(now);
    }
    return Clock.STEADY;
  }

  /** A look, or a part of it, has succeeded. */
  void looked(Instant now) {
    lastLook = now;
  }

  /** Moments before this one are missed. */
  Instant upSince(Instant now) {
    var own = upSince == null ? now : upSince;
    return others != null && others.isBefore(own) ? others : own;
  }

  private void beat(Instant now) {
    if (lastBeat != null && now.isBefore(lastBeat.plus(beat.dividedBy(2)))) {
      return;
    }
    others =
        database.write(sql -> {
          sql.update(
              """
              insert into _schedule_nodes (node, up_since, seen_at) values (?, ?, ?)
              on conflict (node) do update
                set up_since = excluded.up_since, seen_at = excluded.seen_at\
              """,
              node,
              upSince,
              now);
          sql.update(
              "delete from _schedule_nodes where seen_at < ? or up_since > ?",
              now.minus(Duration.ofDays(1)),
              now.plus(longestPause));
          return sql.first(eldest, row -> row.instant(1), now.minus(longestPause), node)
              .orElse(null);
        });
    lastBeat = now;
  }

  /** This node looks no more. */
  void end() {
    if (!database.dialect().isSqlite() && lastBeat != null) {
      database.write(sql -> sql.update("delete from _schedule_nodes where node = ?", node));
    }
  }
}
