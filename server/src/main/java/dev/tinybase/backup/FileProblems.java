package dev.tinybase.backup;

import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** What failures of the file system mean, without the paths of this machine. */
final class FileProblems {
  /** How Linux and macOS tell it. */
  private static final String DISK_FULL = "No space left on device";

  private FileProblems() {}

  /** 503 with a sentence that begins with what could not be done. */
  static Problem of(String code, String what, IOException e) {
    return switch (e) {
      case InterruptedIOException _, ClosedByInterruptException _ ->
          Problem.unavailable("interrupted", "The server is shutting down.", 1);
      default -> Problem.unavailable(code, what + ": " + reason(e) + ".", 30);
    };
  }

  private static String reason(IOException e) {
    var reason = told(e);
    return reason.startsWith(DISK_FULL)
        ? "there is no room left on the disk; make some, or choose a folder on another one"
        : reason;
  }

  private static String told(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such folder";
      case AccessDeniedException _ -> "it may not be written or read by this process";
      case FileSystemException failure ->
          Objects.requireNonNullElse(failure.getReason(), failure.getClass().getSimpleName());
      default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    };
  }
}
