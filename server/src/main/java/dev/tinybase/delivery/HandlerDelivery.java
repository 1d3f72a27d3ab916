package dev.tinybase.delivery;

import dev.tinybase.changes.Change;
import dev.tinybase.changes.ChangeConsumer;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.changes.ConsumerLeases;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.delivery.EventRunner.Result;
import dev.tinybase.delivery.HandlerEvent.Subject;
import dev.tinybase.hooks.HookCause;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one handler what has happened, a batch at a time: events for which it is to be tried again,
 * and then the next changes. At the end of a batch one transaction keeps how far it is and what has
 * failed, under the condition that this node still has the handler.
 */
final class HandlerDelivery {
  /**
   * What all of them share.
   *
   * @param users who somebody is; without an e-mail where he has no account any more
   * @param mostWaiting with so many events that wait for another attempt no more changes are read
   * @param isCollection whether there is a collection of a number, which is known from then on
   */
  record Environment(
      Database database,
      ChangeLog log,
      ConsumerLeases leases,
      EventTable table,
      Function<UUID, HookCause> users,
      IntPredicate isCollection,
      EventRunner runner,
      int mostWaiting,
      InstantSource clock) {}

  /** What there is to do, and where that leads to in the log. */
  private record Batch(List<HandlerEvent> events, Set<Subject> blocked, long position) {}

  /** What the names of consumers begin with that are handlers. */
  static final String PREFIX = "hook:";

  /** Changes that are read at once. */
  private static final int MOST_CHANGES = 100;

  /** Numbers of the log that are looked through at once. */
  private static final int WINDOW = 10_000;

  /** How long a handler is left alone that another node has. */
  private static final long ELSEWHERE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(HandlerDelivery.class);

  private final Environment environment;
  private final String name;
  private volatile ChangeConsumer consumer;
  private volatile Subscription subscription;
  private volatile long position; // nothing up to here is to be done
  private volatile boolean held; // whether this node has the handler
  private volatile long activeAt = System.nanoTime();
  private volatile long elsewhereUntil = activeAt;
  private volatile @Nullable Instant next; // when an event is to be tried again
  private volatile long missed;
  private long toldRemoved; // the turns' own

  /**
   * A delivery to a handler.
   *
   * @param consumer registered for what the subscription wants
   */
  HandlerDelivery(
      Environment environment, String name, ChangeConsumer consumer, Subscription subscription) {
    this.environment = environment;
    this.name = name;
    this.consumer = consumer;
    this.subscription = subscription;
    this.position = consumer.position();
  }

  String name() {
    return name;
  }

  /** What it is called among those who read the log. */
  String consumerName() {
    return PREFIX + name;
  }

  Subscription subscription() {
    return subscription;
  }

  ChangeConsumer consumer() {
    return consumer;
  }

  /** From now on it wants this. */
  void change(ChangeConsumer registered, Subscription wanted) {
    consumer = registered;
    subscription = wanted;
  }

  /** Numbers of the log that were removed before it has looked at them. */
  long missed() {
    return missed;
  }

  /** The number in the log up to which there is nothing to do for it. */
  long position() {
    return position;
  }

  /** When an event is to be tried again; null for none. */
  @Nullable Instant next() {
    return next;
  }

  /** Since when it has nothing to do, while this node has it; no time where it has not. */
  boolean isIdle(long nanos) {
    return held && System.nanoTime() - activeAt > nanos;
  }

  boolean isHeld() {
    return held;
  }

  /** This node has given it back. */
  void released() {
    held = false;
  }

  /** Whether there may be something to do, where the log ends with that number. */
  boolean isDue(long last) {
    var retry = next;
    return subscription.error().isEmpty()
        && System.nanoTime() - elsewhereUntil >= 0
        && (position < last || (retry != null && !retry.isAfter(environment.clock().instant())));
  }

  /** An event is to be tried again now. */
  void retry() {
    next = environment.clock().instant();
  }

  /**
   * Hands over the next ones.
   *
   * @param last the number up to which the log is looked at
   * @return whether there may be more to do at once
   */
  boolean turn(long last) {
    var wanted = subscription;
    long begin = position;
    var batch = batch(wanted, last);
    if (batch.events().isEmpty()) {
      position = batch.position();
      return begin < position && position < last;
    }
    if (!held) {
      return claim();
    }
    activeAt = System.nanoTime();
    run(batch, wanted);
    activeAt = System.nanoTime();
    return true;
  }

  /** What another node has done meanwhile is not done again. */
  private boolean claim() {
    long done = consumer.position();
    if (done > position) {
      position = done;
      return true;
    }
    var claimed = environment.leases().claim(consumerName());
    if (claimed.isEmpty()) {
      elsewhereUntil = System.nanoTime() + ELSEWHERE_NANOS;
      return false;
    }
    position = Math.max(position, claimed.getAsLong());
    activeAt = System.nanoTime();
    held = true;
    return true;
  }

  private Batch batch(Subscription wanted, long last) {
    var now = environment.clock().instant();
    var table = environment.table();
    var waiting = environment.database().read(sql -> table.waiting(sql, name));
    next = waiting.next();
    var events = new ArrayList<HandlerEvent>();
    if (waiting.next() != null && !waiting.next().isAfter(now)) {
      events.addAll(environment.database().read(sql -> due(sql, now)));
    }
    long end = position;
    if (waiting.count() < environment.mostWaiting() && position < last) {
      var changes = consumer.next(position, Math.min(last, position + WINDOW), MOST_CHANGES);
      if (changes.gap()) {
        tellGap();
      }
      if (!isKnown(changes, wanted)) {
        return new Batch(List.of(), Set.of(), position);
      }
      end = changes.position();
      events.addAll(new ChangeReader(wanted, environment.users(), now).events(changes.changes()));
    }
    var blocked = waiting.count() == 0 ? Set.<Subject>of() : blocked(events);
    return new Batch(events, blocked, end);
  }

  /** The events whose turn has come, each with those of its record that wait behind it. */
  private List<HandlerEvent> due(Sql sql, Instant now) {
    var events = new ArrayList<HandlerEvent>();
    for (var first : environment.table().due(sql, name, now, MOST_CHANGES)) {
      events.add(first);
      if (events.size() < 2 * MOST_CHANGES) {
        events.addAll(environment.table().behind(sql, name, first, MOST_CHANGES));
      }
    }
    return events;
  }

  /**
   * Whether all collections are known; one that was made a moment ago on another node is learned
   * of, and looked at again. One that is gone stays unknown, and is passed over with its changes.
   */
  private boolean isKnown(Change.Batch changes, Subscription wanted) {
    return changes.changes().stream()
        .map(logged -> logged.change().collection())
        .distinct()
        .noneMatch(number ->
            number > ChangeLog.ALL
                && !wanted.knows(number)
                && environment.isCollection().test(number));
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it, others read
  private void tellGap() {
    long removed = environment.log().removed();
    long lost = removed - Math.max(position, toldRemoved);
    if (lost <= 0) {
      return; // told when it was looked at before, without being done
    }
    toldRemoved = removed;
    missed += lost;
    LOG.error(
        "hook {} has missed changes: the log had to remove {} numbers before it came to them,"
            + " because they were too many or too old",
        name,
        lost);
  }

  /** The records that have other events waiting than those of this batch. */
  private Set<Subject> blocked(List<HandlerEvent> events) {
    var parked = new HashMap<Subject, Integer>();
    events.forEach(it -> parked.merge(it.subject(), it.id() == null ? 0 : 1, Integer::sum));
    var blocked = new HashSet<Subject>();
    environment
        .database()
        .read(sql -> {
          parked.forEach((subject, here) -> {
            if (environment.table().waiting(sql, name, subject) > here) {
              blocked.add(subject);
            }
          });
          return true;
        });
    return blocked;
  }

  private void run(Batch batch, Subscription wanted) {
    var runnable = new ArrayList<HandlerEvent>();
    var results = new ArrayList<Result>();
    for (var event : batch.events()) {
      if (event.id() == null && batch.blocked().contains(event.subject())) {
        results.add(Result.notRun(event));
      } else {
        runnable.add(event);
      }
    }
    results.addAll(environment.runner().run(runnable, wanted));
    if (keep(results, batch.position())) {
      position = batch.position();
    } else {
      held = false;
      LOG.warn("hook {} is another server's now, which runs it again for some events", name);
    }
  }

  /** Keeps what came of a batch; false, and nothing is kept, where another node has the handler. */
  private boolean keep(List<Result> results, long end) {
    var now = environment.clock().instant();
    var table = environment.table();
    return environment
        .database()
        .write(sql -> {
          if (!environment.leases().acknowledge(sql, consumerName(), end, now)) {
            return false;
          }
          var waiting = new HashSet<Subject>();
          for (var result : results) {
            var event = result.event();
            if (result.done() && event.id() != null) {
              table.remove(sql, event.id());
            } else if (!result.done() && (event.id() == null || result.failure() != null)) {
              table.keep(sql, name, event, result.failure(), now);
            }
            if (!result.done() || event.id() != null) {
              waiting.add(event.subject());
            }
          }
          waiting.forEach(subject -> table.order(sql, name, subject, now));
          return true;
        });
  }
}
