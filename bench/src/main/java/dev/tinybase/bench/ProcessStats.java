package dev.tinybase.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux knows of a process, from {@code /proc} (proc(5)). */
record ProcessStats(long pid) {
  /** Linux counts in hundredths of a second on every machine of ours (USER_HZ). */
  private static final long MICROS_PER_TICK = 10_000;

  /** CPU time of the process since its start, user and system, in microseconds. */
  long cpuMicros() {
    var stat = read("stat");
    // The second field is the name in parentheses and may hold blanks.
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
  }

  /** Resident memory now, in MB. */
  long residentMb() {
    return status("VmRSS:");
  }

  /** Resident memory now without pages of files, in MB. */
  long ownMb() {
    return status("VmRSS:") - status("RssFile:");
  }

  /** The most resident memory so far, in MB. */
  long peakMb() {
    return status("VmHWM:");
  }

  /** The words of its command line. */
  List<String> command() {
    return List.of(read("cmdline").split("\0", -1));
  }

  private long status(String key) {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0L);
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
