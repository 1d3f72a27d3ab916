package dev.tinybase.delivery;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.delivery.HandlerEvent.Subject;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The statements on events for which a handler failed. Of those of one handler and record that
 * wait, the first one alone has a moment at which it is tried again; the others wait for it.
 */
final class EventTable {
  /**
   * The events of a handler that wait.
   *
   * @param next when the first of them is to be tried again; null where none waits
   */
  record Waiting(long count, @Nullable Instant next) {
    static final Waiting NONE = new Waiting(0, null);
  }

  private static final int MOST_MESSAGE = 2_000;
  private static final String OF_SUBJECT =
      " from _hook_events where handler = ? and collection = ? and record_id = ?"
          + " and status = 'waiting'";

  private final String forUpdate;
  private final String waiting;
  private final String parked;
  private final String failed;

  EventTable(Dialect dialect) {
    forUpdate = dialect.forUpdate();
    waiting =
        "select count(*), %s from _hook_events where handler = ? and status = 'waiting'"
            .formatted(dialect.select(ColumnType.TIMESTAMP, "min(next_attempt_at)"));
    var id = dialect.select(ColumnType.UUID, "id");
    parked =
        "select %s, seq, collection, %s, kind, event, %s, cause, attempts"
            .formatted(
                id,
                dialect.select(ColumnType.UUID, "record_id"),
                dialect.select(ColumnType.UUID, "actor"));
    failed =
        "select %s, handler, kind, seq, event, cause, attempts, error_type, error_message, %s, %s"
                .formatted(
                    id,
                    dialect.select(ColumnType.TIMESTAMP, "created_at"),
                    dialect.select(ColumnType.TIMESTAMP, "updated_at"))
            + " from _hook_events where status = 'dead'";
  }

  Waiting waiting(Sql sql, String handler) {
    return sql.first(waiting, row -> new Waiting(row.integer(1), row.instantOrNull(2)), handler)
        .orElse(Waiting.NONE);
  }

  /** The handlers that have events whose turn has come. */
  List<String> due(Sql sql, Instant now) {
    return sql.list(
        "select distinct handler from _hook_events where status = 'waiting'"
            + " and next_attempt_at <= ?",
        row -> row.text(1),
        now);
  }

  /** The first events of those records whose turn has come, the one that waits longest first. */
  List<HandlerEvent> due(Sql sql, String handler, Instant now, int limit) {
    return sql.list(
        parked
            + " from _hook_events where handler = ? and status = 'waiting'"
            + " and next_attempt_at <= ? order by next_attempt_at limit ?",
        EventTable::parked,
        handler,
        now,
        limit);
  }

  /** The events of a record that wait behind its first one. */
  List<HandlerEvent> behind(Sql sql, String handler, HandlerEvent first, int limit) {
    var subject = first.subject();
    return sql.list(
        parked + OF_SUBJECT + " and seq > ? order by seq limit ?",
        EventTable::parked,
        handler,
        subject.collection(),
        subject.id(),
        first.seq(),
        limit);
  }

  /** How many events of a record wait. */
  long waiting(Sql sql, String handler, Subject subject) {
    return sql.number("select count(*)" + OF_SUBJECT, handler, subject.collection(), subject.id());
  }

  private static HandlerEvent parked(Row row) {
    return new HandlerEvent(
        row.uuid(1),
        row.integer(2),
        new Subject((int) row.integer(3), row.uuid(4)),
        kind(row.text(5)),
        (ObjectNode) Json.trusted(row.text(6)),
        row.uuidOrNull(7),
        row.textOrNull(8),
        (int) row.integer(9));
  }

  /** Keeps an event in its new state, whether it was kept before or not. */
  void keep(Sql sql, String handler, HandlerEvent event, @Nullable Failure failure, Instant now) {
    boolean dead = failure != null && failure.isFinal();
    var status = dead ? "dead" : "waiting";
    @Nullable Instant next = failure == null || dead ? null : failure.retryAt();
    var type = failure == null ? null : failure.type();
    var message = failure == null ? null : abbreviated(failure.message());
    if (event.id() != null) {
      sql.update(
          "update _hook_events set status = ?, attempts = ?, next_attempt_at = ?, error_type = ?,"
              + " error_message = ?, updated_at = ? where id = ?",
          status,
          event.attempts(),
          next,
          type,
          message,
          now,
          event.id());
      return;
    }
    sql.update(
        "insert into _hook_events (id, handler, seq, collection, record_id, kind, event, actor,"
            + " cause, status, attempts, next_attempt_at, error_type, error_message, created_at,"
            + " updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict do nothing",
        UuidCreator.getTimeOrderedEpoch(),
        handler,
        event.seq(),
        event.subject().collection(),
        event.subject().id(),
        event.kind().name().toLowerCase(Locale.ROOT),
        Json.text(event.event()),
        event.actor(),
        event.cause(),
        status,
        event.attempts(),
        next,
        type,
        message,
        now,
        now);
  }

  /** Without NUL characters, which PostgreSQL refuses. */
  private static String abbreviated(String message) {
    var cut = message.length() <= MOST_MESSAGE ? message : message.substring(0, MOST_MESSAGE);
    return cut.replace('\0', '\uFFFD');
  }

  void remove(Sql sql, UUID id) {
    sql.update("delete from _hook_events where id = ?", id);
  }

  /** Lets the first event of a record that waits have its turn, and the others wait for it. */
  void order(Sql sql, String handler, Subject subject, Instant now) {
    var first =
        sql.first(
            "select seq" + OF_SUBJECT + " order by seq limit 1",
            row -> row.integer(1),
            handler,
            subject.collection(),
            subject.id());
    if (first.isPresent()) {
      sql.update(
          "update _hook_events set next_attempt_at ="
              + " case when seq = ? then coalesce(next_attempt_at, ?) end"
              + " where handler = ? and collection = ? and record_id = ? and status = 'waiting'",
          first.get(),
          now,
          handler,
          subject.collection(),
          subject.id());
    }
  }

  /** Forgets everything of a handler that is gone. */
  void removeAll(Sql sql, String handler) {
    sql.update("delete from _hook_events where handler = ?", handler);
  }

  /** The events that failed, by handler. */
  Map<String, Long> dead(Sql sql) {
    var dead = new TreeMap<String, Long>();
    sql.each(
        "select handler, count(*) from _hook_events where status = 'dead' group by handler",
        row -> dead.put(row.text(1), row.integer(2)));
    return dead;
  }

  FailedEventPage failures(Sql sql, @Nullable String handler, int limit, long offset) {
    var of = handler == null ? "" : " and handler = ?";
    var end = of + " order by id desc limit ? offset ?";
    var count = "select count(*) from _hook_events where status = 'dead'" + of;
    return handler == null
        ? new FailedEventPage(
            sql.list(failed + end, EventTable::failed, limit, offset), sql.number(count))
        : new FailedEventPage(
            sql.list(failed + end, EventTable::failed, handler, limit, offset),
            sql.number(count, handler));
  }

  Optional<FailedEvent> failure(Sql sql, UUID id) {
    return sql.first(failed + " and id = ?" + forUpdate, EventTable::failed, id);
  }

  private static FailedEvent failed(Row row) {
    return new FailedEvent(
        row.uuid(1),
        row.text(2),
        kind(row.text(3)),
        row.integer(4),
        (ObjectNode) Json.trusted(row.text(5)),
        row.textOrNull(6),
        (int) row.integer(7),
        row.textOrNull(8),
        row.textOrNull(9),
        row.instant(10),
        row.instant(11));
  }

  private static HookKind kind(String text) {
    return HookKind.valueOf(text.toUpperCase(Locale.ROOT));
  }

  /**
   * Lets an event that failed wait for its turn again, as if it had never been tried. A person has
   * asked for it: it is no consequence of the handlers before any more, whose chain may be why it
   * failed.
   */
  void retry(Sql sql, UUID id, Instant now) {
    sql.update(
        "update _hook_events set status = 'waiting', attempts = 0, cause = null, updated_at = ?"
            + " where id = ?",
        now,
        id);
    var event = sql.first(parked + " from _hook_events where id = ?", EventTable::parked, id);
    var handler =
        sql.first("select handler from _hook_events where id = ?", row -> row.text(1), id);
    order(sql, handler.orElseThrow(), event.orElseThrow().subject(), now);
  }

  /** Deletes events that failed long ago, a slice at a time. */
  int removeDead(Sql sql, Instant before, int slice) {
    return sql.update(
        "delete from _hook_events where id in (select id from _hook_events"
            + " where status = 'dead' and updated_at < ? limit ?)",
        before,
        slice);
  }

  /** Deletes the oldest events that failed, beyond so many, a slice at a time. */
  int removeExcess(Sql sql, long most, int slice) {
    long excess = sql.number("select count(*) from _hook_events where status = 'dead'") - most;
    return excess <= 0
        ? 0
        : sql.update(
            "delete from _hook_events where id in (select id from _hook_events"
                + " where status = 'dead' order by id limit ?)",
            Math.min(excess, slice));
  }
}
