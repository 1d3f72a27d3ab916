package dev.tinybase.jobs;

import dev.tinybase.db.Database;
import dev.tinybase.threads.LoopThread;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Runs jobs that are due, on this node. */
public final class JobEngine implements AutoCloseable {
  /**
   * How a node runs jobs.
   *
   * @param node its name among those of one database
   * @param mostRunning how many at once
   * @param interval how often it looks whether the clock has jumped or another node has died
   * @param lease how long a node that is not heard of keeps its jobs; renewed in a quarter of it
   * @param shutdown how long those that run may go on after the stop of the server
   * @param random of the jitter of what is tried again
   */
  public record Options(
      String node,
      int mostRunning,
      Duration interval,
      Duration lease,
      Duration shutdown,
      RandomGenerator random) {}

  private final Options options;
  private final JobReader reader;
  private final JobTable table;
  private @Nullable LoopThread loop; // guarded by this

  /** An engine that runs nothing before {@link #start}. */
  public JobEngine(Database database, InstantSource clock, Options options) {
    this.options = options;
    this.reader = new JobReader(database);
    this.table = new JobTable(database, reader, options.node(), options.lease());
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
  public synchronized void start(JobRunner runner) {
    loop =
        LoopThread.start("jobs", () -> LockSupport.parkNanos(this, options.interval().toNanos()));
  }

  /**
   * Runs what is due on this thread, one after the other in its order, without a start: for tests.
   *
   * @param most how many at most
   * @return those that ran, as they were after it
   */
  public List<Job> runDue(JobRunner runner, int most) {
    return List.of();
  }

  /** Looks for what is due now. */
  public synchronized void wake() {
    if (loop != null) {
      loop.wake();
    }
  }

  /** Begins no more, gives what runs some time to end, interrupts the rest and gives it back. */
  @Override
  public synchronized void close() {
    if (loop != null) {
      loop.close();
    }
  }
}
