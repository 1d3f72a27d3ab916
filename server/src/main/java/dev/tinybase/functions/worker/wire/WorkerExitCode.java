package dev.tinybase.functions.worker.wire;

/** The exit codes of workers that mean something, beside those of the system. */
public final class WorkerExitCode {
  /** The JVM's own, for {@code -XX:+ExitOnOutOfMemoryError}. */
  public static final int OUT_OF_MEMORY = 3;

  /** The call has started too many threads. */
  public static final int TOO_MANY_THREADS = 91;

  /** The line to the server is of no use any more. */
  public static final int LINE_BROKEN = 92;

  /** The server is gone. */
  public static final int SERVER_GONE = 93;

  /** The least code of a process that a signal ended: 128 and the signal's number. */
  public static final int SIGNAL = 128;

  /** More threads than this are too many. */
  public static final int MOST_THREADS = 512;

  private WorkerExitCode() {}
}
