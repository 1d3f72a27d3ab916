package dev.tinybase.delivery;

import dev.tinybase.changes.ChangeLog;
import dev.tinybase.changes.ConsumerLeases;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.threads.LoopThread;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells handlers what has happened, on this node. Its thread sleeps until something is committed
 * here, until an event is to be tried again, and looks once a second for what other nodes have
 * committed; without handlers it sleeps.
 */
public final class HookDelivery implements AutoCloseable {
  /**
   * How a node tells handlers.
   *
   * @param node its name among those of one database
   * @param concurrency runs at once of each handler
   * @param mostWaiting events of a handler that may wait for another attempt; with more it reads no
   *     more changes
   * @param shutdown how long those that run may go on after the stop of the server
   * @param random of the jitter of what is tried again
   */
  public record Options(
      String node, int concurrency, int mostWaiting, Duration shutdown, RandomGenerator random) {
    private static final int MOST_WAITING = 10_000;

    /** As the settings want it. */
    public static Options of(Settings settings, String node) {
      return new Options(
          node,
          settings.hooks().concurrency(),
          MOST_WAITING,
          Duration.ofSeconds(settings.server().shutdownSeconds()),
          new Random());
    }
  }

  /**
   * Where a handler stands.
   *
   * @param error why it is told nothing; null where it is
   */
  record State(@Nullable String error, long backlog, long waiting, long missed) {
    static final State NONE = new State(null, 0, 0, 0);
  }

  /** How often it looks for what others have committed. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What is committed meanwhile comes with the same batch. */
  private static final Duration LINGER = Duration.ofMillis(5);

  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final long RENEW_NANOS = LEASE.dividedBy(4).toNanos();

  private final HandlerDeliveries handlers;
  private final RunningDeliveries running;
  private final StartupHooks startup;
  private final HandlerDelivery.Environment environment;
  private final Duration shutdown;
  private final HookService service;
  private volatile @Nullable LoopThread loop;
  private volatile boolean closed;
  private volatile boolean committed;
  private volatile boolean looking = true;
  private long lookedAt = System.nanoTime(); // these are the loop's own
  private long renewedAt = lookedAt;

  /**
   * A delivery that tells nobody anything before {@link #start}.
   *
   * @param users who somebody is; without an e-mail where he has no account any more
   */
  public HookDelivery(
      Database database,
      ChangeLog log,
      HookRegistry registry,
      CollectionService collections,
      Function<UUID, HookCause> users,
      Options options,
      InstantSource clock) {
    shutdown = options.shutdown();
    environment =
        new HandlerDelivery.Environment(
            database,
            log,
            new ConsumerLeases(database, options.node(), LEASE),
            new EventTable(database.dialect()),
            users,
            number -> collections.numbered(number).isPresent(),
            new EventRunner(options.concurrency(), clock, options.random(), () -> closed),
            options.mostWaiting(),
            clock);
    handlers = new HandlerDeliveries(environment, registry, collections);
    running = new RunningDeliveries(log::last, this::wakeLoop);
    startup = new StartupHooks(registry);
    service = new HookService(database, registry, this, clock);
    log.onCommit(this::committed);
  }

  /**
   * For a server whose functions are loaded: tells handlers what has happened from now on, and what
   * they have not been told in its former life.
   *
   * @param complete whether no handlers are missing because their files cannot be loaded
   */
  public synchronized void start(BooleanSupplier complete) {
    handlers.start(complete, this::wakeLoop);
    loop = LoopThread.start("hooks", this::turn);
  }

  /** For a server that answers requests: runs what is to run at the start. */
  public void ready() {
    startup.start();
  }

  /**
   * For tests of functions: tells handlers only when it is asked to, in place of {@link #start}.
   */
  public ManualDelivery manual() {
    return new ManualDelivery(handlers, startup, environment);
  }

  /** What admins see of it. */
  public HookService service() {
    return service;
  }

  /** Where a handler stands. */
  State state(HookHandler handler) {
    if (handler.kind().isBefore() || handler.kind() == HookKind.ON_STARTUP) {
      return State.NONE;
    }
    var waiting =
        environment.database().read(sql -> environment.table().waiting(sql, handler.name()));
    var delivery = handlers.find(handler.name());
    if (delivery.isEmpty()) {
      return new State(null, waiting.count(), waiting.count(), 0);
    }
    var known = delivery.get();
    var error = known.subscription().error(handler.kind()).or(known.subscription()::error);
    long unread = known.consumer().unread(HookService.MOST_BACKLOG);
    return new State(error.orElse(null), waiting.count() + unread, waiting.count(), known.missed());
  }

  /**
   * Waits until there is nothing that a handler could be told now; what has failed and is to be
   * tried again later does not count. For tests.
   *
   * @return whether it is so within the time
   */
  public boolean awaitIdle(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!isIdle()) {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        return false;
      }
      wake();
      LockSupport.parkNanos(LINGER.toNanos());
    }
    return true;
  }

  private boolean isIdle() {
    if (!startup.isIdle()) {
      return false;
    }
    handlers.retry();
    long last = environment.log().last();
    return handlers.list().stream().noneMatch(it -> it.isDue(last) || running.isRunning(it));
  }

  /** There may be something to do. */
  void wake() {
    looking = true;
    wakeLoop();
  }

  /** On the thread of whoever has committed: it must cost next to nothing. */
  private void committed() {
    if (!committed) {
      committed = true;
      wakeLoop();
    }
  }

  private void wakeLoop() {
    var thread = loop;
    if (thread != null) {
      thread.wake();
    }
  }

  private void turn() throws InterruptedException {
    handlers.refresh();
    if (handlers.list().isEmpty()) {
      LockSupport.park(this);
      return;
    }
    if (committed) {
      Thread.sleep(LINGER); // whoever commits meanwhile wakes nobody
      committed = false;
    }
    if (looking || System.nanoTime() - lookedAt >= LOOK_NANOS) {
      looking = false;
      lookedAt = System.nanoTime();
      handlers.retry();
    }
    renew();
    long last = environment.log().last();
    handlers.list().stream().filter(it -> it.isDue(last)).forEach(running::start);
    if (!closed && !committed && !looking) {
      LockSupport.parkNanos(this, untilNext());
    }
  }

  /** Of what is due already nothing can be begun now, or it would have been. */
  private long untilNext() {
    var now = environment.clock().instant();
    long next = LOOK_NANOS;
    for (var handler : handlers.list()) {
      var retry = handler.next();
      if (retry != null && retry.isAfter(now)) {
        next = Math.min(next, Duration.between(now, retry).toNanos());
      }
    }
    return next;
  }

  /** Keeps what this node has and gives back what has come to rest. */
  private void renew() {
    if (System.nanoTime() - renewedAt < RENEW_NANOS) {
      return;
    }
    renewedAt = System.nanoTime();
    handlers.keepPositions();
    var held = handlers.list().stream().filter(HandlerDelivery::isHeld).toList();
    if (!held.isEmpty()) {
      var idle =
          held.stream()
              .filter(it -> !running.isRunning(it) && it.isIdle(RENEW_NANOS))
              .collect(Collectors.toSet());
      idle.forEach(HandlerDelivery::released);
      environment
          .leases()
          .renew(idle.stream().map(HandlerDelivery::consumerName).collect(Collectors.toSet()));
    }
  }

  /** Begins no more, gives what runs some time to end, interrupts the rest and gives it back. */
  @Override
  public void close() {
    handlers.close();
    var thread = loop;
    if (thread != null && !closed) {
      closed = true;
      thread.stop();
      thread.wake();
      running.close(shutdown);
      startup.close();
      thread.close();
      environment.leases().releaseAll();
    }
  }
}
