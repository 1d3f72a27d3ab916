package dev.tinybase.functions.worker;

import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.worker.wire.WorkerExitCode;

/** What the caller is told of a worker that ended while it ran the call. */
record Endings(int memoryMb) {
  private static final String CRASHED = "WorkerCrashed";

  FunctionFailure failure(Worker worker) {
    return switch (worker.ending()) {
      case TIMEOUT -> told("TimeoutError", "The call took longer than it may.");
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
              CRASHED,
              "The call ended its worker, as System.exit does, with the exit code "
                  + worker.process().exitValue()
                  + ".");
      case CRASH -> told(CRASHED, crash(worker.process().exitValue()));
      case PROTOCOL -> told(CRASHED, "The call's worker lost its line to the server.");
      case RECYCLED, STOPPED ->
          told("ServerStopped", "The server stopped while the call was running.");
    };
  }

  private static String crash(int exitCode) {
    return exitCode > WorkerExitCode.SIGNAL
        ? "The call's worker was killed by the signal " + (exitCode - WorkerExitCode.SIGNAL) + "."
        : "The call's worker crashed in native code.";
  }

  private static FunctionFailure told(String type, String message) {
    return new FunctionFailure(type, message, null);
  }
}
