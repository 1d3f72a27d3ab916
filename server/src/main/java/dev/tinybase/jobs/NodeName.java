package dev.tinybase.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What this server is called among those of one database: the machine and the port, which only one
 * process of the machine can have.
 */
public final class NodeName {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  private NodeName() {}

  /** Port 0 is a free one, which another process may have got before. */
  public static String of(int port) {
    return machine() + ":" + (port == 0 ? UUID.randomUUID() : port);
  }

  /** Without asking a name server, where that is possible. */
  private static String machine() {
    try {
      return Files.exists(LINUX)
          ? Files.readString(LINUX).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException _) {
      return "localhost";
    }
  }
}
