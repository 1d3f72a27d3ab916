package dev.tinybase.delivery;

import dev.tinybase.changes.ChangeConsumer;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.collections.Collection;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.HookRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers to tell, as those that are loaded and the collections are: a new one is registered
 * as a consumer of the log before whoever has brought it goes on; one that is gone is forgotten,
 * unless its file is only broken for now.
 */
final class HandlerDeliveries {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerDeliveries.class);

  /** What no server has for so long is forgotten, also where nobody has seen it go. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private static final long KEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final HandlerDelivery.Environment environment;
  private final HookRegistry registry;
  private final CollectionService collections;
  private volatile Map<String, HandlerDelivery> all = Map.of();
  private final AtomicLong changes = new AtomicLong(); // of handlers and collections
  private volatile long takenOver; // which of these are taken over
  private volatile boolean open;
  private BooleanSupplier complete = () -> false; // these are guarded by this
  private Runnable changed = () -> {};
  private long keptAt = System.nanoTime();

  HandlerDeliveries(
      HandlerDelivery.Environment environment,
      HookRegistry registry,
      CollectionService collections) {
    this.environment = environment;
    this.registry = registry;
    this.collections = collections;
    registry.onChange(this::change);
    collections.onChange(this::change);
  }

  /**
   * Takes over those that are loaded.
   *
   * @param isComplete whether none is missing because its file cannot be loaded
   * @param listener called after each change of them
   */
  void start(BooleanSupplier isComplete, Runnable listener) {
    synchronized (this) {
      complete = isComplete;
      changed = listener;
      open = true;
    }
    takeOver();
    forgetOld();
  }

  List<HandlerDelivery> list() {
    return List.copyOf(all.values());
  }

  Optional<HandlerDelivery> find(String name) {
    return Optional.ofNullable(all.get(name));
  }

  /** On whatever thread has loaded handlers or read collections. */
  private void change() {
    changes.incrementAndGet();
    if (open && !environment.database().inTransaction()) {
      try {
        takeOver(); // and wait, if another thread is at it: nothing may be missed from here on
      } catch (RuntimeException e) {
        LOG.warn("hooks are taken over a little later: {}", e.getMessage());
      }
    }
    if (open) {
      listener().run();
    }
  }

  private synchronized Runnable listener() {
    return changed;
  }

  /** Takes over what has changed. */
  void refresh() {
    if (takenOver < changes.get() && open) {
      takeOver();
    }
  }

  private void takeOver() {
    long seen = changes.get();
    var there = collections.list(); // before the lock, as whoever reads them anew calls this
    synchronized (this) {
      if (seen >= takenOver) { // or another thread has taken over what came after
        takeOver(there);
        takenOver = seen;
      }
    }
  }

  private void takeOver(List<Collection> there) {
    var wanted = byName();
    var next = new TreeMap<String, HandlerDelivery>();
    wanted.forEach((name, handlers) -> next.put(name, delivery(name, handlers, there)));
    if (complete.getAsBoolean()) {
      all.keySet().stream().filter(name -> !next.containsKey(name)).forEach(this::forget);
    }
    all = next;
  }

  private Map<String, List<HookHandler>> byName() {
    var byName = new TreeMap<String, List<HookHandler>>();
    for (var handler : registry.list()) {
      if (!handler.kind().isBefore() && handler.kind() != HookKind.ON_STARTUP) {
        byName.computeIfAbsent(handler.name(), _ -> new ArrayList<>()).add(handler);
      }
    }
    return byName;
  }

  private HandlerDelivery delivery(
      String name, List<HookHandler> handlers, List<Collection> there) {
    var known = all.get(name);
    if (known != null && known.subscription().isOf(handlers, there)) {
      return known;
    }
    var wanted = new Subscription(handlers, there);
    wanted.error().ifPresent(error -> LOG.error("hook {}: {}", name, error));
    if (known == null) {
      return new HandlerDelivery(environment, name, register(name, wanted, Set.of()), wanted);
    }
    var before = known.subscription().numbers();
    var same = before.equals(wanted.numbers());
    known.change(same ? known.consumer() : register(name, wanted, before), wanted);
    return known;
  }

  private ChangeConsumer register(String name, Subscription wanted, Set<Integer> before) {
    return environment
        .log()
        .register(
            HandlerDelivery.PREFIX + name,
            wanted.numbers(),
            it -> it <= ChangeLog.ALL || wanted.knows(it) || before.contains(it));
  }

  /** With whatever waits for it. */
  private void forget(String name) {
    environment
        .database()
        .write(sql -> {
          environment.log().unregister(sql, HandlerDelivery.PREFIX + name);
          environment.table().removeAll(sql, name);
          return true;
        });
    LOG.info("hook {} is gone, and what it was still to be told is forgotten", name);
  }

  /** Forgets handlers that went while this server was down, unless another one has them. */
  private synchronized void forgetOld() {
    if (!complete.getAsBoolean()) {
      return;
    }
    boolean alone = environment.database().dialect().isSqlite();
    var before = environment.clock().instant().minus(FORGOTTEN);
    environment
        .log()
        .consumers(HandlerDelivery.PREFIX)
        .forEach((consumer, heardAt) -> {
          var name = consumer.substring(HandlerDelivery.PREFIX.length());
          if (!all.containsKey(name) && (alone || heardAt.isBefore(before))) {
            forget(name);
          }
        });
  }

  /** Lets those try again that have events whose turn has come. */
  void retry() {
    var now = environment.clock().instant();
    environment
        .database()
        .read(sql -> environment.table().due(sql, now))
        .forEach(name -> find(name).ifPresent(HandlerDelivery::retry));
  }

  /**
   * Once a minute keeps how far those are that have had nothing to do, so that the log can be
   * emptied, and that they are still there.
   */
  synchronized void keepPositions() {
    if (System.nanoTime() - keptAt < KEEP_NANOS) {
      return;
    }
    keptAt = System.nanoTime();
    environment
        .database()
        .write(sql -> {
          all.values().forEach(it -> it.consumer().touch(sql, it.position()));
          return true;
        });
    forgetOld();
  }

  /** Takes over no more. */
  void close() {
    open = false;
  }
}
