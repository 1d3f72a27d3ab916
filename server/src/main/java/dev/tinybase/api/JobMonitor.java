package dev.tinybase.api;

import dev.tinybase.jobs.JobEngine;
import dev.tinybase.jobs.JobFigures;
import dev.tinybase.jobs.JobService;
import dev.tinybase.schedule.ScheduleLoop;
import dev.tinybase.threads.LoopThread;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether jobs and schedules go on, for readiness and Prometheus. On a thread of its own, because
 * what is stuck cannot watch itself, it tells the log once when they do not.
 */
public final class JobMonitor implements Consumer<PrometheusRegistry>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobMonitor.class);
  private static final long PAUSE_SECONDS = 15;

  /** How long a loop may not look around, beyond the time that it sleeps at most. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** How long what is due may wait where there is room for it. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String NEXT_STEP =
      "; restart this server, after a look at its threads (jcmd <pid> Thread.print)";

  private final JobService jobs;
  private final JobEngine engine;
  private final ScheduleLoop schedules;
  private final Duration age;
  private final TreeMap<String, Supplier<Optional<String>>> checks = new TreeMap<>();
  private final TreeSet<String> failing = new TreeSet<>(); // the watching thread's own
  private @Nullable LoopThread thread; // these guarded by this
  private @Nullable JobFigures figures;
  private long readAt;

  /** Watches nothing before {@link #start}. */
  public JobMonitor(JobService jobs, JobEngine engine, ScheduleLoop schedules) {
    this(jobs, engine, schedules, Duration.ofSeconds(1));
  }

  /** With the age up to which figures are good, of which one page of metrics wants many. */
  JobMonitor(JobService jobs, JobEngine engine, ScheduleLoop schedules, Duration age) {
    this.jobs = jobs;
    this.engine = engine;
    this.age = age;
    this.schedules = schedules;
    checks.put("jobs", this::jobsFailure);
    checks.put("schedules", this::schedulesFailure);
  }

  /**
   * For a server: begins to watch.
   *
   * @param further what else is looked at, four times a minute
   */
  public synchronized void start(Runnable further) {
    thread =
        LoopThread.start(
            "job-monitor",
            () -> {
              TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
              look();
              further.run();
            });
  }

  /** One look at all that may be stuck. */
  void look() {
    checks.forEach((name, check) -> tell(name, check.get()));
  }

  private void tell(String name, Optional<String> failure) {
    if (failure.isEmpty() && failing.remove(name)) {
      LOG.info("{} go on again", name);
    } else if (failure.isPresent() && failing.add(name)) {
      LOG.warn("{} do not go on: {}{}", name, failure.get(), NEXT_STEP);
    }
  }

  /** For readiness, by what they look at. */
  public Map<String, Supplier<Optional<String>>> checks() {
    return checks;
  }

  private Optional<String> jobsFailure() {
    var silence = engine.silence();
    if (silence.compareTo(SILENCE) > 0) {
      return Optional.of("nobody has looked for jobs for " + silence.toSeconds() + " seconds");
    }
    var now = figures();
    return now == null || engine.isFull() || now.lateness().compareTo(PATIENCE) <= 0
        ? Optional.empty()
        : Optional.of(
            "jobs that are due have not begun for %d seconds, though there is room for them"
                .formatted(now.lateness().toSeconds()));
  }

  private Optional<String> schedulesFailure() {
    var silence = schedules.silence();
    if (silence.compareTo(SILENCE) > 0) {
      return Optional.of("nobody has looked for schedules for " + silence.toSeconds() + " seconds");
    }
    return !schedules.isRunning() || overdue().compareTo(PATIENCE) <= 0
        ? Optional.empty()
        : Optional.of(
            "a schedule has been due for %d seconds without a job of it"
                .formatted(overdue().toSeconds()));
  }

  private Duration overdue() {
    return asked(schedules::overdue, Duration.ZERO);
  }

  /**
   * What the database says; the other value where it does not answer, which another check tells.
   */
  private static <T> T asked(Supplier<T> question, T otherwise) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      LOG.debug("the figures of jobs and schedules cannot be read", e);
      return otherwise;
    }
  }

  /** Of this moment or a little before; null where the database does not answer. */
  private synchronized @Nullable JobFigures figures() {
    if (figures == null || System.nanoTime() - readAt > age.toNanos()) {
      figures = asked(() -> Optional.of(jobs.figures()), Optional.<JobFigures>empty()).orElse(null);
      readAt = System.nanoTime();
    }
    return figures;
  }

  @Override
  public void accept(PrometheusRegistry registry) {
    var metrics = new MetricsPage.Figures(registry);
    gauge(metrics, "due", "Jobs that are due and do not run yet", JobFigures::due);
    gauge(metrics, "waiting", "Jobs that are queued, due or not", JobFigures::waiting);
    gauge(metrics, "running", "Jobs that run, on all servers", JobFigures::running);
    gauge(metrics, "stuck", "Jobs that run on a server that is silent", JobFigures::stuck);
    gauge(metrics, "failed", "Jobs without attempts left: dead letters", JobFigures::failed);
    gauge(
        metrics,
        "lateness_seconds",
        "For how long the oldest job that is due has been so",
        each -> seconds(each.lateness()));
    gauge(
        metrics,
        "oldest_waiting_seconds",
        "The age of the oldest job that is queued",
        each -> seconds(each.oldestWaiting()));
    metrics.gauge(
        "tinybase_schedules_active",
        "Schedules that have a next moment, the server's own among them",
        () -> asked(() -> (double) schedules.active(), Double.NaN));
    registry.register(this::lateness);
  }

  private HistogramSnapshot lateness() {
    return HistogramSnapshot.builder()
        .name("tinybase_schedule_lateness_seconds")
        .help("How long after their moments schedules made their jobs on this server")
        .unit(Unit.SECONDS)
        .dataPoint(MetricsPage.Figures.point(Labels.EMPTY, schedules.lateness()))
        .build();
  }

  private void gauge(
      MetricsPage.Figures metrics, String name, String help, ToDoubleFunction<JobFigures> figure) {
    metrics.gauge(
        "tinybase_jobs_" + name,
        help,
        () -> {
          var now = figures();
          return now == null ? Double.NaN : figure.applyAsDouble(now);
        });
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.close();
    }
  }
}
