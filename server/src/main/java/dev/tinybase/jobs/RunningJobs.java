package dev.tinybase.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The jobs that run on this node, in so many rooms. A room is free again when its job has run; that
 * what came of it is on disk takes a moment longer.
 */
final class RunningJobs {
  private final int most;
  private final Semaphore rooms;
  private final Runnable roomFreed;
  private final Map<UUID, JobAttempt> attempts = new ConcurrentHashMap<>();

  RunningJobs(int most, Runnable roomFreed) {
    this.most = most;
    this.rooms = new Semaphore(most);
    this.roomFreed = roomFreed;
  }

  boolean isFull() {
    return rooms.availablePermits() == 0;
  }

  /** Takes a room, if there is one. */
  boolean reserve() {
    return rooms.tryAcquire();
  }

  /** Takes all rooms that are free; returns how many. */
  int reserveAll() {
    return rooms.drainPermits();
  }

  /** Gives rooms back. */
  void release(int places) {
    rooms.release(places);
    roomFreed.run();
  }

  /** Runs a job in the room that was taken for it. */
  void begin(JobAttempt.Environment environment, JobRunner runner, Job job) {
    var attempt = new JobAttempt(environment, runner, job, () -> release(1));
    attempts.put(job.id(), attempt);
    Thread.ofVirtual()
        .name("job-" + job.id())
        .start(() -> {
          try {
            attempt.run();
          } finally {
            ended(attempt);
          }
        });
  }

  private void ended(JobAttempt attempt) {
    attempts.remove(attempt.job().id(), attempt);
    if (attempts.isEmpty()) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Those whose end is not on disk yet. */
  List<JobAttempt> list() {
    return List.copyOf(attempts.values());
  }

  /** Ends the run of a job, if it runs here. */
  void interrupt(UUID id) {
    var attempt = attempts.get(id);
    if (attempt != null) {
      attempt.interrupt();
    }
  }

  /** Waits until none runs and none is about to, after nobody takes rooms any more. */
  boolean awaitNone(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    if (!rooms.tryAcquire(most, patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    rooms.release(most);
    synchronized (this) {
      while (!attempts.isEmpty() && end - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
      }
      return attempts.isEmpty();
    }
  }
}
