package dev.tinybase.delivery;

import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What admins see of hooks, and what they can do about events for which a handler has failed. */
public final class HookService {
  /** Of a handler's backlog no more than so many are counted. */
  public static final int MOST_BACKLOG = 100_000;

  /** Events that failed and are kept, with those for what is gone. */
  private static final long MOST_DEAD = 100_000;

  private static final Duration KEEP_DEAD = Duration.ofDays(30);
  private static final int SLICE = 500;

  private static final Logger LOG = LoggerFactory.getLogger(HookService.class);

  private final Database database;
  private final HookRegistry registry;
  private final HookDelivery delivery;
  private final InstantSource clock;
  private final EventTable table;

  /** Of the handlers of a registry, which a delivery serves. */
  HookService(
      Database database, HookRegistry registry, HookDelivery delivery, InstantSource clock) {
    this.database = database;
    this.registry = registry;
    this.delivery = delivery;
    this.clock = clock;
    this.table = new EventTable(database.dialect());
  }

  /**
   * Every handler, in the order in which they run; one that waits for two things is there twice.
   */
  public List<HookInfo> list() {
    var dead = database.read(table::dead);
    return registry.list().stream().map(handler -> info(handler, dead)).toList();
  }

  private HookInfo info(HookHandler handler, Map<String, Long> dead) {
    var figures = handler.figures();
    var state = delivery.state(handler);
    return new HookInfo(
        handler.name(),
        handler.declaration(),
        handler.extension(),
        handler.path(),
        state.error(),
        figures.calls(),
        figures.failures(),
        figures.p95Millis(),
        state.backlog(),
        state.waiting(),
        handler.kind().isBefore() ? 0 : dead.getOrDefault(handler.name(), 0L),
        state.missed());
  }

  /**
   * Events for which a handler has failed for good, the last ones first.
   *
   * @param handler whose; null for all
   */
  public FailedEventPage failures(@Nullable String handler, int limit, long offset) {
    return database.snapshot(sql -> table.failures(sql, handler, limit, offset));
  }

  /**
   * Has an event handled again, with as many attempts as a new one.
   *
   * @return the event as it was
   * @throws Problem 404 where there is none of this id, or it has not failed
   */
  public FailedEvent retry(UUID id) {
    return database.write(sql -> {
      var event = table.failure(sql, id).orElseThrow(HookService::unknown);
      table.retry(sql, id, clock.instant());
      sql.afterCommit(delivery::wake);
      return event;
    });
  }

  /**
   * Forgets an event that failed.
   *
   * @throws Problem 404 where there is none of this id, or it has not failed
   */
  public void drop(UUID id) {
    database.write(sql -> {
      if (table.failure(sql, id).isEmpty()) {
        throw unknown();
      }
      table.remove(sql, id);
      return true;
    });
  }

  /** Removes events that failed and are too old or too many; tells how many. */
  public long removeOld() {
    var before = clock.instant().minus(KEEP_DEAD);
    long removed =
        database.writeInSlices(SLICE, sql -> table.removeDead(sql, before, SLICE))
            + database.writeInSlices(SLICE, sql -> table.removeExcess(sql, MOST_DEAD, SLICE));
    if (removed > 0) {
      LOG.warn("Events for which hooks failed, too old or too many to be kept: {}", removed);
    }
    return removed;
  }

  private static Problem unknown() {
    return Problem.notFound(
        "hook_failure_not_found", "There is no event of this id for which a hook has failed.");
  }
}
