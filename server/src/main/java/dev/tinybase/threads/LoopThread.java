package dev.tinybase.threads;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that the server cannot live without. It repeats one step until it is closed, whatever a
 * step throws: a failure is logged once, not at every turn, and the next turn waits a little longer
 * each time, up to a second. A step that cannot go on throws {@link CannotGoOn}: then the process
 * ends with that sentence and exit code 1, so that a supervisor starts it again.
 */
public final class LoopThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long PATIENCE_MILLIS = 1_000;

  /** One turn of the loop; it waits for its work by itself. */
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
  private final Consumer<String> end;
  private final Thread thread;
  private volatile boolean open = true;
  private String told = "";
  private long lastFailure;
  private long pauseMillis;

  private LoopThread(String name, Step step, Consumer<String> end) {
    this.name = name;
    this.step = step;
    this.end = end;
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Starts a loop; where it cannot go on, the process ends. */
  public static LoopThread start(String name, Step step) {
    return start(name, step, LoopThread::endProcess);
  }

  /** The same with something else to do where the loop cannot go on. */
  public static LoopThread start(String name, Step step, Consumer<String> end) {
    var loop = new LoopThread(name, step, end);
    loop.thread.start();
    return loop;
  }

  /** Whether the thread is the one that runs now. */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Takes no further turn, without disturbing the one that runs. */
  public void closeSoon() {
    open = false;
  }

  /** Ends the loop: interrupts what it waits for, and waits a moment for it. */
  @Override
  public void close() {
    open = false;
    if (isCurrent()) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (open) {
      try {
        turn();
      } catch (Throwable _) {
        // even telling of a failure has failed, for lack of memory: the next turn tells
      }
    }
  }

  private void turn() {
    try {
      step.run();
    } catch (InterruptedException _) {
      // closed, or interrupted by mistake: the loop's condition tells
    } catch (CannotGoOn e) {
      LOG.error("{} cannot go on", name, e);
      open = false;
      end.accept(e.getMessage());
    } catch (Throwable failure) {
      if (open) {
        failed(failure);
      }
    }
  }

  private void failed(Throwable failure) {
    long now = System.nanoTime();
    boolean quiet = now - lastFailure > QUIET_NANOS;
    pauseMillis = quiet ? 1 : Math.min(2 * Math.max(1, pauseMillis), LONGEST_PAUSE_MILLIS);
    lastFailure = now;
    var kind = failure.getClass().getName();
    if (quiet || !kind.equals(told)) {
      told = kind;
      LOG.error("{} failed and goes on; it is told once", name, failure);
    }
    try {
      Thread.sleep(pauseMillis);
    } catch (InterruptedException _) {
      // closing, or a turn that comes too early
    }
  }

  /** Hooks get a few seconds to save what they can; then it ends in any case. */
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
