package dev.tinybase.functions.worker;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.worker.wire.Connection;
import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.ToWorker;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A process that runs functions, and the line to it. One call at a time uses it. */
final class Worker {
  private static final int EXIT_SECONDS = 5;

  private final int number;
  private final Process process;
  private final Connection<ToWorker, ToServer> line;
  private final OutputTail output;
  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final Set<String> known = new HashSet<>();
  private volatile boolean exitAnnounced;
  private boolean tired;
  private int calls;

  Worker(int number, Process process, Connection<ToWorker, ToServer> line, OutputTail output) {
    this.number = number;
    this.process = process;
    this.line = line;
    this.output = output;
  }

  void send(ToWorker message) throws IOException {
    line.send(message);
  }

  /** The next message that is about calls. */
  ToServer.Turn receive() throws IOException {
    while (true) {
      switch (line.receive()) {
        case ToServer.Turn turn -> {
          return turn;
        }
        case ToServer.Exiting _ -> exitAnnounced = true;
        case ToServer.Tired _ -> tired = true;
      }
    }
  }

  /** Makes the worker know a file. */
  void load(CompileResult.Unit unit) throws IOException {
    if (known.add(unit.key())) {
      send(new ToWorker.Load(unit));
    }
  }

  boolean knows(String key) {
    return known.contains(key);
  }

  /** Makes the worker forget all files but these. */
  void retain(Collection<String> keys) throws IOException {
    var gone = known.stream().filter(key -> !keys.contains(key)).toList();
    if (!gone.isEmpty()) {
      gone.forEach(known::remove);
      send(new ToWorker.Forget(List.copyOf(gone)));
    }
  }

  /** How many calls it has run, with one more. */
  int countCall() {
    return ++calls;
  }

  /** Whether its memory stays full. */
  boolean isTired() {
    return tired;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int number() {
    return number;
  }

  Process process() {
    return process;
  }

  String lastOutput() {
    return output.text();
  }

  /** Ends it and what it has started at once. The first reason counts. */
  void end(Ending reason) {
    ending.compareAndSet(null, reason);
    var children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** Lets it close what its functions hold, and ends it if that takes too long. It runs no call. */
  void leave(Ending reason) {
    ending.compareAndSet(null, reason);
    close();
    var _ =
        process
            .onExit()
            .orTimeout(EXIT_SECONDS, TimeUnit.SECONDS)
            .whenComplete((_, late) -> {
              if (late != null) {
                end(reason);
              }
            });
  }

  /** Why it has ended; to be asked when its line is broken. */
  Ending ending() {
    try {
      if (ending.get() == null && !process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        end(Ending.PROTOCOL);
      }
    } catch (InterruptedException _) {
      end(Ending.CANCELLED);
      Thread.currentThread().interrupt();
    }
    return settled();
  }

  /** Why it has ended, of a process that has. */
  Ending settled() {
    @Nullable Ending reason = ending.get();
    if (reason == null) {
      ending.compareAndSet(null, Ending.of(process.exitValue(), exitAnnounced));
    }
    reason = ending.get();
    return reason == null ? Ending.PROTOCOL : reason;
  }

  /** What the one is told whose call it ran when it ended. */
  FunctionFailure failure(int memoryMb) {
    var reason = ending();
    int exitCode = process.isAlive() ? 0 : process.exitValue();
    return reason.failure(exitCode, memoryMb);
  }

  void close() {
    try {
      line.close();
    } catch (IOException _) {
      // it is of no use any more
    }
  }
}
