package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.worker.wire.WorkerExitCode;
import dev.tinybase.functions.worker.wire.WorkerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Ends the process when the server is gone, whatever a function does at that moment: the system
 * closes the server's end of the standard input for it.
 */
final class ParentWatch {
  private final Path folder;

  ParentWatch(Path folder) {
    this.folder = folder;
  }

  /** Watches the standard input, from which nothing more is to come. */
  void start(InputStream in) {
    Thread.ofPlatform()
        .daemon()
        .name("parent-watch")
        .start(() -> {
          awaitEnd(in);
          exit(WorkerExitCode.SERVER_GONE);
        });
  }

  private static void awaitEnd(InputStream in) {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // the end as well
    }
  }

  /** Ends the process, what functions have started, and its folder; never returns. */
  IllegalStateException exit(int exitCode) {
    try {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      WorkerSettings.delete(folder.toFile());
    } finally {
      Runtime.getRuntime().halt(exitCode);
    }
    return new IllegalStateException("halted");
  }
}
