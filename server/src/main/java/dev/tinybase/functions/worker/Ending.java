package dev.tinybase.functions.worker;

import dev.tinybase.functions.worker.wire.WorkerExitCode;
import java.util.Locale;

/** Why a worker has ended. */
public enum Ending {
  /** Its call's time was over. */
  TIMEOUT,
  /** Whoever waited for its call wants it no more. */
  CANCELLED,
  /** Its heap was full. */
  OUT_OF_MEMORY,
  /** Its call has started too many threads. */
  TOO_MANY_THREADS,
  /** Its call has ended the process. */
  EXIT,
  /** It crashed, or somebody killed it. */
  CRASH,
  /** It said what it never should. */
  PROTOCOL,
  /** It has run many calls, or its memory stayed full. */
  RECYCLED,
  /** The server has stopped. */
  STOPPED;

  /** The JVM's exit code after a crash that leaves no dump. */
  private static final int CRASHED = 1;

  /** What an exit code says of a process that ended by itself. */
  static Ending of(int exitCode, boolean announced) {
    if (announced) {
      return EXIT;
    }
    return switch (exitCode) {
      case WorkerExitCode.OUT_OF_MEMORY -> OUT_OF_MEMORY;
      case WorkerExitCode.TOO_MANY_THREADS -> TOO_MANY_THREADS;
      case WorkerExitCode.LINE_BROKEN, WorkerExitCode.SERVER_GONE -> PROTOCOL;
      default -> exitCode == CRASHED || exitCode > WorkerExitCode.SIGNAL ? CRASH : EXIT;
    };
  }

  /** As metrics have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
