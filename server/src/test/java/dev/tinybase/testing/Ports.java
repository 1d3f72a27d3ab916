package dev.tinybase.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports for programs that bind them a while later. They lie below those that the system hands out
 * to whoever asks for any, and each process of tests has a hundred of its own, so nobody takes one
 * in between.
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int BLOCK = 100;

  private static final class Holder {
    static final Ports OWN = new Ports();
  }

  private final ServerSocket guard = claim();
  private int last;

  private Ports() {}

  /** One that nobody listens on now. */
  public static int free() {
    return Holder.OWN.next();
  }

  private synchronized int next() {
    for (int i = 1; i < BLOCK; i++) {
      last = last % (BLOCK - 1) + 1;
      int port = guard.getLocalPort() + last;
      if (isFree(port)) {
        return port;
      }
    }
    throw new AssertionError("none of this process's ports is free");
  }

  /** The first port of a block; whoever listens there has all of it, to the end of his process. */
  private static ServerSocket claim() {
    for (int port = FIRST; port < LAST; port += BLOCK) {
      try {
        return listen(port);
      } catch (IOException _) {
        // another process has it
      }
    }
    throw new AssertionError("all ports from " + FIRST + " to " + LAST + " are taken");
  }

  private static boolean isFree(int port) {
    try (var _ = listen(port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
