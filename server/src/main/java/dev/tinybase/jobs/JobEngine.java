package dev.tinybase.jobs;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.threads.LoopThread;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs that are due, on this node. Its thread sleeps until the next of them is, or until it is
 * woken: by a new job, by room that became free, by another node.
 */
public final class JobEngine implements AutoCloseable {
  /**
   * How a node runs jobs.
   *
   * @param node its name among those of one database
   * @param mostRunning how many at once
   * @param interval how often it looks whether the clock has jumped or another node has died
   * @param lease how long a node that is not heard of keeps its jobs
   * @param shutdown how long those that run may go on after the stop of the server
   * @param random of the jitter of what is tried again
   */
  public record Options(
      String node,
      int mostRunning,
      Duration interval,
      Duration lease,
      Duration shutdown,
      RandomGenerator random) {
    private static final Duration LEASE = Duration.ofSeconds(20);

    /** As the settings want it. */
    public static Options of(Settings settings) {
      var scheduler = settings.scheduler();
      return new Options(
          NodeName.of(settings.server().port()),
          scheduler.maxConcurrentExecutions(),
          Duration.ofSeconds(Math.min(scheduler.intervalSeconds(), LEASE.toSeconds() / 4)),
          LEASE,
          Duration.ofSeconds(settings.server().shutdownSeconds()),
          new Random());
    }
  }

  /** How long those that were interrupted may take to end. */
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(3);

  /** Others look twice a second: to tell them more often is of no use. */
  private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Database database;
  private final InstantSource clock;
  private final Options options;
  private final JobReader reader;
  private final JobTable table;
  private final JobClaims claims;
  private final JobAttempt.Environment environment;
  private final LostJobs lost;
  private final RunningJobs running;
  private final AtomicLong told = new AtomicLong(System.nanoTime() - TELL_NANOS);
  private @Nullable LoopThread loop; // guarded by this
  private volatile @Nullable JobRunner runner;
  private volatile boolean closed;
  private volatile boolean woken;
  private volatile boolean looking = true; // whether the loop is to look around at its next turn
  private volatile boolean more; // whether there may be jobs that are due
  private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MAX);
  private volatile long lookedAt = System.nanoTime();

  /** An engine that runs nothing before {@link #start}. */
  public JobEngine(Database database, InstantSource clock, Options options) {
    this.database = database;
    this.clock = clock;
    this.options = options;
    this.reader = new JobReader(database);
    this.table = new JobTable(database, options.lease());
    this.claims = new JobClaims(database, reader, clock, options.node(), options.lease());
    this.lost = new LostJobs(database, table, claims, clock);
    this.running = new RunningJobs(options.mostRunning(), this::roomFreed);
    this.environment =
        new JobAttempt.Environment(database, table, claims, clock, options.random(), () -> closed);
  }

  JobTable table() {
    return table;
  }

  JobReader reader() {
    return reader;
  }

  /** From now on it hears of the ends of jobs; to be said before the start. */
  public void listen(JobListener listener) {
    table.listen(listener);
  }

  /** For a server: takes what its former life did not end, and runs what is due from now on. */
  public synchronized void start(JobRunner runs) {
    lost.queue(true);
    database.onForeignChange(Topic.JOBS, this::lookAround);
    lookedAt = System.nanoTime();
    runner = runs;
    loop = LoopThread.start("jobs", this::turn);
  }

  /**
   * Runs what is due on this thread, one after the other in its order, on an engine that was not
   * started: for tests.
   *
   * @param most how many at most
   * @return those that ran, as they were after it
   */
  public List<Job> runDue(JobRunner runs, int most) {
    var ran = new ArrayList<Job>();
    while (ran.size() < most) {
      var claimed =
          database.write(sql -> {
            var now = clock.instant();
            claims.due(sql, now);
            return claims.claim(sql, 1, now);
          });
      if (claimed.isEmpty()) {
        break;
      }
      new JobAttempt(environment, runs, claimed.getFirst(), () -> {}).run();
      reader.find(claimed.getFirst().id()).ifPresent(ran::add);
    }
    return ran;
  }

  /** The moment at which {@link #runDue} has something to do: now, later, or none. */
  public Optional<Instant> nextDue() {
    var waiting = database.read(claims::waiting);
    return waiting.due() ? Optional.of(clock.instant()) : Optional.ofNullable(waiting.next());
  }

  /** For how long it has not looked around; zero where it does not run. */
  public Duration silence() {
    return runner == null || closed
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - lookedAt);
  }

  /** There may be jobs that are due. */
  public void wake() {
    more = true;
    roomFreed();
  }

  private void roomFreed() {
    if (more && !running.isFull()) {
      wakeLoop();
    }
  }

  /** A job waits for this moment. */
  void wakeAt(Instant moment) {
    if (moment.isBefore(next.get())) {
      nextIsAt(moment);
      wakeLoop();
    }
  }

  private void nextIsAt(Instant moment) {
    next.accumulateAndGet(moment, (one, other) -> one.isBefore(other) ? one : other);
  }

  private void lookAround() {
    looking = true;
    more = true;
    wakeLoop();
  }

  private void wakeLoop() {
    woken = true;
    var thread = loop();
    if (thread != null) {
      thread.wake();
    }
  }

  private synchronized @Nullable LoopThread loop() {
    return loop;
  }

  /** Room to run a job that is put in now; without it, or behind others, it is queued. */
  boolean reserve() {
    return runner != null && !more && !closed && running.reserve();
  }

  /** The room that was reserved is not needed. */
  void giveBack() {
    running.release(1);
  }

  /** Tells the other nodes that there is more to do than this one has room for. */
  void tellOthers(Sql sql) {
    long now = System.nanoTime();
    long last = told.get();
    if (now - last >= TELL_NANOS && told.compareAndSet(last, now)) {
      sql.announce(Topic.JOBS);
    }
  }

  /** Whether it runs as many at once as it may. */
  public boolean isFull() {
    return running.isFull();
  }

  String node() {
    return options.node();
  }

  UUID nextCallId() {
    return claims.nextCallId();
  }

  /** Runs a job that is this node's, in the room that was reserved for it. */
  void begin(Job job) {
    running.begin(environment, Objects.requireNonNull(runner, "the engine was not started"), job);
  }

  /** Ends the run of a job here, if it runs here. */
  void interrupt(UUID id) {
    running.interrupt(id);
  }

  private void turn() {
    woken = false;
    if (looking || System.nanoTime() - lookedAt >= options.interval().toNanos()) {
      look();
    }
    var now = clock.instant();
    if (!now.isBefore(next.get())) {
      database.write(sql -> claims.due(sql, now));
      readWaiting();
    }
    if (more) {
      claim(now);
    }
    if (!woken && !closed && !(more && !isFull())) {
      LockSupport.parkNanos(this, Math.min(untilNext(), untilLook()));
    }
  }

  private long untilLook() {
    return options.interval().toNanos() - (System.nanoTime() - lookedAt);
  }

  private long untilNext() {
    var left = Duration.between(clock.instant(), next.get());
    return left.compareTo(options.interval()) > 0 ? Long.MAX_VALUE : left.toNanos();
  }

  /** Renews leases, asks what is due and what waits, and takes over from nodes that have died. */
  private void look() {
    looking = false;
    renew();
    if (readWaiting().lost()) {
      more |= lost.queue(false) > 0;
    }
    lookedAt = System.nanoTime();
    table.looked();
  }

  /** Whoever has put in what this does not see comes with its moment afterwards. */
  private JobClaims.Waiting readWaiting() {
    next.set(Instant.MAX);
    var waiting = database.read(claims::waiting);
    if (waiting.next() != null) {
      nextIsAt(waiting.next());
    }
    more |= waiting.due();
    return waiting;
  }

  /** What is not this node's any more is of no use: it was cancelled, or another one has it. */
  private void renew() {
    var attempts = running.list();
    if (!attempts.isEmpty()) {
      database
          .write(sql ->
              attempts.stream().filter(attempt -> !claims.renew(sql, attempt.job())).toList())
          .forEach(JobAttempt::interrupt);
    }
  }

  private void claim(Instant now) {
    int free = running.reserveAll();
    if (free == 0) {
      return;
    }
    more = false;
    List<Job> jobs = List.of();
    boolean done = false;
    try {
      jobs =
          database.write(sql -> {
            var claimed = claims.claim(sql, free, now);
            if (claimed.size() == free) {
              tellOthers(sql);
            }
            return claimed;
          });
      done = true;
    } finally {
      more |= !done || jobs.size() == free;
      running.release(free - jobs.size());
    }
    jobs.forEach(this::begin);
  }

  /** Begins no more, gives what runs some time to end, interrupts the rest and gives it back. */
  @Override
  public void close() {
    closed = true;
    var thread = loop();
    if (thread != null) {
      thread.stop();
      thread.wake();
    }
    try {
      if (!running.awaitNone(options.shutdown())) {
        running.list().forEach(JobAttempt::interrupt);
        boolean _ = running.awaitNone(LAST_PATIENCE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (thread != null) {
      thread.close();
    }
  }
}
