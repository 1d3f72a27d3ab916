package dev.tinybase.schedule;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.invoke.CodeSchedule;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schedules that functions declare in their code, and those of the server's own tasks: made,
 * changed and removed as what declares them is. What somebody has paused stays paused.
 */
public final class DeclaredSchedules {
  private static final Logger LOG = LoggerFactory.getLogger(DeclaredSchedules.class);

  /**
   * One that is declared.
   *
   * @param source of which it is
   * @param key which one of its source it is
   */
  private record Declared(String source, String key, NewSchedule definition) {}

  /** What tells all of them apart. */
  private record Key(String source, String key) {}

  /** When the server's own tasks run for the first time, for which nobody should wait long. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Database database;
  private final ScheduleTable table;
  private final Registry functions;
  private final List<SystemTask> tasks;
  private final ZoneId zone;
  private volatile boolean isLoaded;

  /**
   * The declarations of a server.
   *
   * @param zone of schedules that name none
   */
  public DeclaredSchedules(
      Database database, Registry functions, List<SystemTask> tasks, ZoneId zone) {
    this.database = database;
    this.table = new ScheduleTable(database.dialect());
    this.functions = functions;
    this.tasks = List.copyOf(tasks);
    this.zone = zone;
    functions.onChange(() -> isLoaded = true);
  }

  /** Calls the listener after each change of the functions. */
  void onChange(Runnable listener) {
    functions.onChange(listener);
  }

  /** Brings what is kept to what is declared now. */
  void takeOver(Instant now) {
    var code = isLoaded ? ofFunctions() : List.<Declared>of();
    var system = tasks.stream().map(DeclaredSchedules::ofTask).toList();
    database.write(sql -> {
      var tasksBefore = new HashMap<Key, ScheduleInfo>();
      table.ofSystem(sql, (key, info) -> tasksBefore.put(new Key(info.source(), key), info));
      boolean changed = takeOver(sql, tasksBefore, system, now);
      if (isLoaded) {
        var before = new HashMap<Key, ScheduleInfo>();
        table.ofCode(sql, (key, info) -> before.put(new Key(info.source(), key), info));
        changed |= takeOver(sql, before, code, now);
      }
      if (changed) {
        sql.announce(Topic.SCHEDULES);
      }
      return changed;
    });
  }

  private List<Declared> ofFunctions() {
    var all = new ArrayList<Declared>();
    for (var function : functions.list()) {
      var schedules = function.signature().schedules();
      for (int i = 0; i < schedules.size(); i++) {
        var name = function.name() + (schedules.size() == 1 ? "" : " " + (i + 1));
        var key = function.name() + "#" + i;
        var declared = schedules.get(i);
        var policy = policy(declared);
        all.add(
            new Declared(
                source(function.extension()),
                key,
                definition(name, function.name(), declared.when(), policy)));
      }
    }
    return all;
  }

  private static String source(@Nullable String extension) {
    return extension == null ? ScheduleInfo.CODE : ScheduleInfo.EXTENSION + extension;
  }

  private static SchedulePolicy policy(CodeSchedule declared) {
    var timeout = declared.timeout();
    return new SchedulePolicy(
        declared.overlap(),
        declared.maxParallel(),
        declared.catchUp(),
        declared.catchUpLimit(),
        declared.retries(),
        seconds(declared.retryDelay()),
        timeout == null ? null : seconds(timeout),
        declared.pauseAfterFailures() == 0 ? null : declared.pauseAfterFailures());
  }

  private static int seconds(Duration time) {
    return (int) time.plusNanos(999_999_999).toSeconds();
  }

  private static Declared ofTask(SystemTask task) {
    var when = task.schedule().json();
    var policy = SchedulePolicy.DEFAULT;
    return new Declared(
        ScheduleInfo.SYSTEM,
        task.name(),
        definition(task.description(), task.functionName(), when, policy));
  }

  /** Through its text, so that it equals what is read: a number is of no other type then. */
  private static NewSchedule definition(
      String name, String function, ObjectNode when, SchedulePolicy policy) {
    var schedule = (ObjectNode) Json.trusted(Json.text(when));
    return new NewSchedule(name, function, schedule, Json.object(), true, policy, null, null);
  }

  private boolean takeOver(
      Sql sql, Map<Key, ScheduleInfo> before, List<Declared> declared, Instant now) {
    boolean changed = false;
    for (var one : declared) {
      var known = before.remove(new Key(one.source(), one.key()));
      changed |= known == null ? make(sql, one, now) : change(sql, known, one, now);
    }
    for (var other : before.values()) {
      changed |= notDeclared(sql, other, now);
    }
    return changed;
  }

  private boolean make(Sql sql, Declared one, Instant now) {
    boolean soon = one.source().equals(ScheduleInfo.SYSTEM);
    var next = soon ? now.plus(SOON) : first(one.definition(), now);
    table.insert(sql, ScheduleInfo.of(one.definition(), one.source(), next, null, now), one.key());
    return true;
  }

  /** What somebody has said of its activity stays. */
  private boolean change(Sql sql, ScheduleInfo known, Declared one, Instant now) {
    boolean resumes = known.waitsForExtension();
    var before = resumes ? known.goingOn(first(one.definition(), now), now) : known;
    var wanted = ScheduleChange.active(before.isActive()).applyTo(one.definition());
    if (wanted.equals(known.definition())) {
      return false;
    }
    boolean moves = !wanted.schedule().equals(before.schedule());
    var next = moves ? first(wanted, now) : before.nextRunAt();
    table.update(sql, before.changed(wanted, next, false, now));
    return true;
  }

  /**
   * One that nothing declares now is removed; it waits where its extension is turned off, and stays
   * where its code could not be loaded, or not yet.
   */
  private boolean notDeclared(Sql sql, ScheduleInfo info, Instant now) {
    if (functions.isPaused(info.extension())) {
      if (info.isActive()) {
        table.update(sql, info.waiting(now));
      }
      return info.isActive();
    }
    boolean isGone =
        info.source().equals(ScheduleInfo.SYSTEM) || functions.isComplete(info.extension());
    if (isGone) {
      table.delete(sql, info.id());
    }
    return isGone;
  }

  /**
   * The loader has checked it; should it be wrong all the same, it keeps the others from nothing.
   */
  private @Nullable Instant first(NewSchedule wanted, Instant now) {
    try {
      var schedule = Schedule.parse(wanted.schedule(), zone);
      return Series.beginning(schedule, null, null, now).next(now).orElse(null);
    } catch (Problem invalid) {
      LOG.warn("The schedule of {} never comes: {}", wanted.functionName(), invalid.detail());
      return null;
    }
  }
}
