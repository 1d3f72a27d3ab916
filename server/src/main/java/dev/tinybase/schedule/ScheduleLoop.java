package dev.tinybase.schedule;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Topic;
import dev.tinybase.jobs.JobService;
import dev.tinybase.metrics.Histogram;
import dev.tinybase.text.Instants;
import dev.tinybase.threads.LoopThread;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes the jobs of schedules when they are due. It runs on every node and sleeps until the next
 * moment of all, or until a schedule changes.
 */
public final class ScheduleLoop implements AutoCloseable {
  /** After so long a look begins again where another node is at work on what is due. */
  private static final Duration SHORT = Duration.ofMillis(20);

  private final Database database;
  private final InstantSource clock;
  private final Duration interval;
  private final int batch;
  private final UpTime upTime;
  private final DueSchedules due;
  private final DeclaredSchedules declared;
  private final AtomicBoolean codeChanged = new AtomicBoolean(true);
  private final Histogram lateness =
      new Histogram(List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0));
  private @Nullable LoopThread loop; // guarded by this
  private volatile boolean isRunning;
  private volatile long lookedAt;
  private volatile @Nullable Instant lastLook;

  /**
   * A loop that does nothing before {@link #start}.
   *
   * @param node its name among those of the database
   * @param zone of schedules that name none
   * @param declared those that code and the server itself declare
   */
  public ScheduleLoop(
      Database database,
      Settings.Scheduler settings,
      String node,
      ZoneId zone,
      ScheduleService schedules,
      JobService jobs,
      DeclaredSchedules declared,
      InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.interval = Duration.ofSeconds(settings.intervalSeconds());
    this.batch = settings.maxSchedulesPerTick();
    this.upTime = new UpTime(database, node, interval);
    this.due = new DueSchedules(database.dialect(), jobs, zone, lateness);
    this.declared = declared;
    schedules.onChange(this::wake);
    declared.onChange(() -> {
      codeChanged.set(true);
      wake();
    });
    database.onForeignChange(Topic.SCHEDULES, this::wake);
  }

  /** From now on it looks for what is due. */
  public synchronized void start() {
    lookedAt = System.nanoTime();
    isRunning = true;
    loop = LoopThread.start("schedules", this::turn, upTime::end);
  }

  /** Looks at once, because something has changed. */
  public synchronized void wake() {
    if (loop != null) {
      loop.wake();
    }
  }

  private void turn() {
    var next = look();
    var now = clock.instant();
    var left = next.map(moment -> Duration.between(now, moment)).orElse(interval);
    var nap = left.compareTo(interval) > 0 ? interval : left;
    LockSupport.parkNanos(this, Math.max(nap.toNanos(), next.isEmpty() ? 0 : 1));
    Thread.interrupted(); // which only ends the nap
  }

  /**
   * One look at what is due, on this thread.
   *
   * @return when to look again at the latest; empty where nothing will be due
   */
  public Optional<Instant> look() {
    var now = now();
    boolean wasAhead = lastLook == null && database.read(sql -> due.isAhead(sql, now));
    if (upTime.begin(now) == UpTime.Clock.PUT_BACK || wasAhead) {
      lookAgain(now);
    }
    if (codeChanged.getAndSet(false)) {
      takeOver();
    }
    while (true) {
      var moment = now();
      var next = database.read(due::least);
      upTime.looked(moment);
      lookedAt = System.nanoTime();
      lastLook = moment;
      if (next.isEmpty() || next.get().isAfter(moment)) {
        return next;
      }
      var upSince = upTime.upSince(moment);
      if (database.write(sql -> due.fire(sql, moment, upSince, batch)) == 0) {
        return Optional.of(moment.plus(SHORT));
      }
    }
  }

  private void takeOver() {
    try {
      declared.takeOver(now());
    } catch (RuntimeException e) {
      codeChanged.set(true);
      throw e;
    }
  }

  private void lookAgain(Instant now) {
    Optional<UUID> last = Optional.empty();
    do {
      var after = last.orElse(null);
      last = database.write(sql -> due.lookAgain(sql, now, after, batch));
    } while (last.isPresent());
  }

  /** Whether it was started, and not closed. */
  public boolean isRunning() {
    return isRunning;
  }

  /** For how much longer than its interval it has not looked; zero where it does not run. */
  public Duration silence() {
    var silent = Duration.ofNanos(System.nanoTime() - lookedAt).minus(interval);
    return !isRunning || silent.isNegative() ? Duration.ZERO : silent;
  }

  /** For how long the first schedule of all has been due; zero where none is. */
  public Duration overdue() {
    var now = now();
    return database
        .read(due::least)
        .filter(now::isAfter)
        .map(next -> Duration.between(next, now))
        .orElse(Duration.ZERO);
  }

  /** How many schedules have a next moment, the server's own among them. */
  public long active() {
    return database.read(due::active);
  }

  /** How late moments were handled. */
  public Histogram lateness() {
    return lateness;
  }

  private Instant now() {
    return Instants.micros(clock.instant());
  }

  /** Takes no further look; the other nodes go on. */
  @Override
  public synchronized void close() {
    isRunning = false;
    if (loop != null) {
      loop.close();
    }
  }
}
