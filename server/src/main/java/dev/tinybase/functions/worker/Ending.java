package dev.tinybase.functions.worker;

import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.FunctionFailure;
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

  private static final String WORKER_CRASHED = "WorkerCrashed";

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

  /** What the caller is told of a worker that ended so while it ran the call. */
  FunctionFailure failure(int exitCode, int memoryMb) {
    return switch (this) {
      case TIMEOUT -> told(CallFailure.TIMEOUT, "The call took longer than it may.");
      case CANCELLED -> told("Cancelled", "Nobody waits for the call any more.");
      case OUT_OF_MEMORY ->
          told(
              "OutOfMemoryError",
              "The call needs more than the "
                  + memoryMb
                  + " MiB of memory that a worker has (functions.worker_memory_mb).");
      case TOO_MANY_THREADS ->
          told(
              "TooManyThreads",
              "The call started more than " + WorkerExitCode.MOST_THREADS + " threads.");
      case EXIT ->
          told(
              WORKER_CRASHED,
              "The call ended its worker, as System.exit does, with the exit code "
                  + exitCode
                  + ".");
      case CRASH ->
          told(
              WORKER_CRASHED,
              exitCode > WorkerExitCode.SIGNAL
                  ? "The call's worker was killed by the signal "
                      + (exitCode - WorkerExitCode.SIGNAL)
                      + "."
                  : "The call's worker crashed in native code.");
      case PROTOCOL -> told(WORKER_CRASHED, "The call's worker lost its line to the server.");
      case RECYCLED, STOPPED ->
          told(CallFailure.STOPPED, "The server stopped while the call was running.");
    };
  }

  private static FunctionFailure told(String type, String message) {
    return new FunctionFailure(type, message, null);
  }
}
