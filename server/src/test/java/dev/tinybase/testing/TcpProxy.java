package dev.tinybase.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before a server on a port of its own, and can swallow what passes, as broken networks do.
 */
public final class TcpProxy implements AutoCloseable {
  private final int target;
  private final ServerSocket server;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private volatile boolean swallowsNew;

  public TcpProxy(int target) {
    this.target = target;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** What goes over the connections of now is lost from now on; they stay open. */
  public void swallow() {
    links.forEach(link -> link.swallows = true);
  }

  /** Whether new connections lead nowhere. */
  public void swallowNew(boolean wanted) {
    swallowsNew = wanted;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var link : links) {
        link.client.close();
        link.upstream.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        var link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
        link.swallows = swallowsNew;
        links.add(link);
        Thread.startVirtualThread(() -> link.pump(client, link.upstream));
        Thread.startVirtualThread(() -> link.pump(link.upstream, client));
      } catch (IOException e) {
        // closed, or one connection that could not be made
      }
    }
  }

  private static final class Link {
    private final Socket client;
    private final Socket upstream;
    private volatile boolean swallows;

    Link(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void pump(Socket from, Socket to) {
      var buffer = new byte[8192];
      try (from;
          to;
          InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (!swallows) {
            out.write(buffer, 0, read);
            out.flush();
          }
        }
      } catch (IOException e) {
        // one of the two is gone
      }
    }
  }
}
