package dev.tinybase.schedule;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobService;
import dev.tinybase.text.Instants;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes, changes, lists and runs schedules; {@link ScheduleLoop} makes the jobs of their moments.
 */
public final class ScheduleService {
  /** So many moments a preview shows at most. */
  public static final int MOST_PREVIEWED = 100;

  private final Database database;
  private final ScheduleTable table;
  private final Registry functions;
  private final JobService jobs;
  private final ZoneId zone;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * The schedules of a database.
   *
   * @param functions that new schedules may run
   * @param zone of schedules that name none
   */
  public ScheduleService(
      Database database, Registry functions, JobService jobs, ZoneId zone, InstantSource clock) {
    this.database = database;
    this.table = new ScheduleTable(database.dialect());
    this.functions = functions;
    this.jobs = jobs;
    this.zone = zone;
    this.clock = clock;
  }

  /**
   * Makes a schedule.
   *
   * @param user who makes it
   * @throws Problem 400 {@code function_not_found}, {@code invalid_schedule} with an error for each
   *     field; nothing is saved
   */
  public ScheduleInfo create(NewSchedule wanted, @Nullable UUID user) {
    checkFunction(wanted.functionName());
    var now = now();
    var schedule = parse(wanted.schedule());
    checkWindow(wanted.startsAt(), wanted.endsAt());
    var next = firstMoment(schedule, wanted.startsAt(), wanted.endsAt(), now);
    var made = ScheduleInfo.of(wanted, ScheduleInfo.API, next, user, now);
    database.write(sql -> {
      table.insert(sql, made, null);
      announce(sql);
      return true;
    });
    return made;
  }

  /**
   * Changes a schedule; what the loop writes of it at the same time stays.
   *
   * @throws Problem 404 {@code schedule_not_found}; 409 {@code managed_elsewhere} where more than
   *     its pause is to be changed of one that stands in code, belongs to an extension or to the
   *     server, {@code extension_disabled} where it cannot go on; 400 {@code invalid_schedule}
   */
  public ScheduleInfo update(UUID id, ScheduleChange change) {
    var now = now();
    return database.write(sql -> {
      var before = table.lock(sql, id).orElseThrow(ScheduleService::unknown);
      if (!change.isSwitch()) {
        refuseManaged(before);
      }
      refuseOfDisabled(before, change);
      var changed = changed(before, change, now);
      table.update(sql, changed);
      announce(sql);
      return changed;
    });
  }

  private ScheduleInfo changed(ScheduleInfo before, ScheduleChange change, Instant now) {
    var wanted = change.applyTo(before.definition());
    boolean begins = wanted.isActive() && !before.isActive();
    var next = before.nextRunAt();
    if (begins || change.movesMoments()) {
      var schedule = parse(wanted.schedule());
      checkWindow(wanted.startsAt(), wanted.endsAt());
      next = firstMoment(schedule, wanted.startsAt(), wanted.endsAt(), now);
    }
    return before.changed(wanted, next, change.isActive() != null, now);
  }

  /**
   * Deletes a schedule; its jobs stay, and those that wait still run.
   *
   * @throws Problem 404 {@code schedule_not_found}, 409 {@code managed_elsewhere}
   */
  public void delete(UUID id) {
    database.write(sql -> {
      refuseManaged(table.lock(sql, id).orElseThrow(ScheduleService::unknown));
      table.delete(sql, id);
      announce(sql);
      return true;
    });
  }

  /**
   * The schedule with this id.
   *
   * @throws Problem 404 {@code schedule_not_found}
   */
  public ScheduleInfo get(UUID id) {
    return database.read(sql -> table.find(sql, id)).orElseThrow(ScheduleService::unknown);
  }

  /** The times of a schedule in words. */
  public String describe(ScheduleInfo info) {
    return parse(info.schedule()).describe();
  }

  /**
   * Schedules that the filter lets through, by name.
   *
   * @param limit 0 to 1000
   */
  public SchedulePage list(ScheduleFilter filter, int limit, long offset) {
    return database.snapshot(sql -> table.list(sql, filter, limit, offset));
  }

  /** How those that people and code have made do at this moment. */
  public ScheduleFigures figures() {
    var now = now();
    return database.read(sql -> table.figures(sql, now));
  }

  /**
   * What would come of a schedule that is made now.
   *
   * @param count 1 to {@link #MOST_PREVIEWED}
   * @throws Problem 400 {@code invalid_schedule}
   */
  public SchedulePreview preview(JsonNode json, int count) {
    var now = now();
    var schedule = parse(json);
    var series = Series.beginning(schedule, null, null, now);
    return new SchedulePreview(series.next(now, count), schedule.zone(), schedule.describe());
  }

  /**
   * What will come of a schedule; of a paused one what would come if it went on now.
   *
   * @param count 1 to {@link #MOST_PREVIEWED}
   * @throws Problem 404 {@code schedule_not_found}
   */
  public SchedulePreview preview(UUID id, int count) {
    var now = now();
    var info = get(id);
    var schedule = parse(info.schedule());
    var next = info.nextRunAt();
    var series =
        next == null
            ? Series.beginning(schedule, info.startsAt(), info.endsAt(), now)
            : Series.of(info, schedule, next);
    var after = next == null ? now : next.minusNanos(1);
    return new SchedulePreview(series.next(after, count), schedule.zone(), schedule.describe());
  }

  /**
   * Runs a schedule once more, now, whatever else of it runs.
   *
   * @return the job
   * @throws Problem 404 {@code schedule_not_found}
   */
  public Job run(UUID id) {
    return database.write(sql -> {
      var info = table.find(sql, id).orElseThrow(ScheduleService::unknown);
      var moment = now();
      var added = jobs.add(sql, Occurrences.request(info, moment, false));
      while (!added.isNew()) { // that microsecond has a run already
        moment = moment.plusNanos(1_000);
        added = jobs.add(sql, Occurrences.request(info, moment, false));
      }
      return added.job();
    });
  }

  /** Calls the listener after each change of schedules by this node. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void announce(Sql sql) {
    listeners.forEach(sql::afterCommit);
    sql.announce(Topic.SCHEDULES);
  }

  private Schedule parse(JsonNode json) {
    return Schedule.parse(json, zone);
  }

  private void checkFunction(String name) {
    if (functions.find(name).isEmpty()) {
      var names = functions.list().stream().map(Registry.Function::name).toList();
      throw Problem.badRequest(
          "function_not_found",
          "Function '" + name + "' not found" + DidYouMean.hint(name, names),
          List.of(new FieldError("function_name", "function_not_found", "There is none.")));
    }
  }

  private static void checkWindow(@Nullable Instant startsAt, @Nullable Instant endsAt) {
    checkYear("starts_at", startsAt);
    checkYear("ends_at", endsAt);
    if (startsAt != null && endsAt != null && startsAt.isAfter(endsAt)) {
      throw refused("ends_at", "before_start", "must not be before starts_at");
    }
  }

  private static void checkYear(String field, @Nullable Instant moment) {
    if (moment != null && (moment.isBefore(Instant.EPOCH) || !moment.isBefore(Series.LATEST))) {
      throw refused(field, "out_of_range", "must be in the years 1970 to 9999");
    }
  }

  private static Instant firstMoment(
      Schedule schedule, @Nullable Instant startsAt, @Nullable Instant endsAt, Instant now) {
    var series = Series.beginning(schedule, startsAt, endsAt, now);
    return series
        .next(now)
        .orElseThrow(() -> {
          boolean isPast = schedule instanceof Once once && !once.at().isAfter(now);
          if (isPast) {
            return refused("schedule.date", "in_the_past", "the moment is past; give a later one");
          }
          return refused(
              endsAt == null ? "starts_at" : "ends_at",
              "no_moment",
              "the schedule has no moment between now (or starts_at) and the end");
        });
  }

  private static Problem refused(String field, String code, String message) {
    return ScheduleParser.invalid(List.of(new FieldError(field, code, message)));
  }

  private static void refuseManaged(ScheduleInfo info) {
    if (!info.source().equals(ScheduleInfo.API)) {
      throw Problem.conflict(
          "managed_elsewhere",
          "The schedule belongs to its source, "
              + info.source()
              + ". Change it there;"
              + " here it can be paused (is_active) and run.");
    }
  }

  private void refuseOfDisabled(ScheduleInfo info, ScheduleChange change) {
    if (Boolean.TRUE.equals(change.isActive()) && functions.isPaused(info.extension())) {
      throw Problem.conflict(
          "extension_disabled",
          "The schedule belongs to the extension '%s', which is disabled. Enable that first."
              .formatted(info.extension()));
    }
  }

  private Instant now() {
    return Instants.micros(clock.instant());
  }

  static Problem unknown() {
    return Problem.notFound("schedule_not_found", "Schedule not found.");
  }
}
