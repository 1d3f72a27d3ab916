package dev.tinybase.threads;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that the server cannot live without. It repeats one step until it is closed, whatever a
 * step throws: a failure is logged once, not at every turn, and so is the end of it; the next turn
 * waits a little longer each time, up to a second. A step that cannot go on throws {@link
 * CannotGoOn}: then the process ends with that sentence and exit code 1, so that a supervisor
 * starts it again.
 */
public final class LoopThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long PATIENCE_MILLIS = 1_000;

  /** One turn of the loop; it waits for its work by itself. An interrupt only ends the waiting. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  /** Says in a sentence why the server has to be started anew. */
  public static final class CannotGoOn extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what it comes from. */
    public CannotGoOn(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  private final String name;
  private final Step step;
  private final Step last;
  private final Consumer<String> end;
  private final Thread thread;
  private volatile boolean open = true;
  private String told = "";
  private boolean broken; // as the log has it
  private long lastFailure = System.nanoTime() - QUIET_NANOS;
  private long pauseMillis;

  private LoopThread(String name, Step step, Step last, Consumer<String> end) {
    this.name = name;
    this.step = step;
    this.last = last;
    this.end = end;
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Starts a loop. */
  public static LoopThread start(String name, Step step) {
    return start(name, step, () -> {});
  }

  /**
   * The same with something to do at its end.
   *
   * @param last runs once on the loop's thread, after the last turn
   */
  public static LoopThread start(String name, Step step, Step last) {
    return start(name, step, last, LoopThread::endProcess);
  }

  /**
   * The same with something else to do than to end the process.
   *
   * @param end is told the sentence of a step that cannot go on
   */
  public static LoopThread start(String name, Step step, Step last, Consumer<String> end) {
    var loop = new LoopThread(name, step, last, end);
    loop.thread.start();
    return loop;
  }

  /** Takes no further turn, without disturbing the one that runs. */
  public void stop() {
    open = false;
  }

  /** Takes no further turn, and ends what the running one waits for. */
  public void interrupt() {
    open = false;
    thread.interrupt();
  }

  /** Ends a {@link LockSupport#park} of the step. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** Waits until the thread has ended; only its own thread does not wait. */
  public void join() {
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the loop: interrupts what it waits for, and waits for a second at most. */
  @Override
  public void close() {
    interrupt();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (open) {
      turn(step, false);
      var _ = Thread.interrupted(); // else it would end every wait from now on
    }
    turn(last, true);
  }

  private void turn(Step work, boolean isLast) {
    try {
      work.run();
      if (broken) {
        broken = false;
        LOG.info("{} works again", name);
      }
    } catch (InterruptedException _) {
      // closed, or interrupted by mistake: the loop's condition tells
    } catch (CannotGoOn e) {
      LOG.error("{} cannot go on", name, e);
      open = false;
      end.accept(e.getMessage());
    } catch (Throwable failure) {
      if (open || isLast) {
        failed(failure);
      }
    }
  }

  private void failed(Throwable failure) {
    try {
      long now = System.nanoTime();
      boolean quiet = now - lastFailure >= QUIET_NANOS;
      pauseMillis = quiet ? 1 : Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
      lastFailure = now;
      var kind = failure.getClass().getName();
      if (quiet || !kind.equals(told)) {
        told = kind;
        broken = true;
        LOG.error("{} failed and goes on; it is told once", name, failure);
      }
      Thread.sleep(pauseMillis);
    } catch (InterruptedException _) {
      // closing, or a turn that comes too early
    } catch (Throwable _) {
      // even telling of it has failed, for lack of memory: the next turn tells
    }
  }

  /** Hooks get half a minute to save what they can; then it ends in any case. */
  private static void endProcess(String sentence) {
    System.err.println("TinyBase ends: " + sentence);
    Thread.ofPlatform().daemon().start(() -> Runtime.getRuntime().exit(1));
    try {
      TimeUnit.SECONDS.sleep(30);
    } catch (InterruptedException _) {
      // ends now
    }
    Runtime.getRuntime().halt(1);
  }
}
