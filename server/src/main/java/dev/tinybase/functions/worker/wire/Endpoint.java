package dev.tinybase.functions.worker.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Where one worker calls the server: a Unix domain socket in a folder that nobody else may enter,
 * or a port of the loopback interface where the system has none or its path would be too long.
 */
public final class Endpoint implements Closeable {
  private static final String UNIX = "unix:";
  private static final String PORT = "port:";

  private final ServerSocketChannel listener;
  private final String address;

  private Endpoint(ServerSocketChannel listener, String address) {
    this.listener = listener;
    this.address = address;
  }

  /** Listens with a new socket in this folder. */
  public static Endpoint open(Path folder) throws IOException {
    var path = folder.resolve("socket");
    try {
      var address = UnixDomainSocketAddress.of(path);
      return new Endpoint(listen(address), UNIX + path);
    } catch (UnsupportedOperationException | IOException _) {
      var listener = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return new Endpoint(listener, PORT + listener.socket().getLocalPort());
    }
  }

  private static ServerSocketChannel listen(SocketAddress address) throws IOException {
    var listener =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    try {
      return listener.bind(address, 1);
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  /** What {@link #connect} takes. */
  public String address() {
    return address;
  }

  /** Waits for somebody who connects. */
  public SocketChannel accept() throws IOException {
    return listener.accept();
  }

  /** Connects to where the server listens. */
  public static SocketChannel connect(String address) throws IOException {
    return SocketChannel.open(
        address.startsWith(UNIX)
            ? UnixDomainSocketAddress.of(address.substring(UNIX.length()))
            : new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(address.substring(PORT.length()))));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
