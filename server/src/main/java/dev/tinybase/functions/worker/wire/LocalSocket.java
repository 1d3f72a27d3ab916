package dev.tinybase.functions.worker.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Where one worker calls the server: a Unix domain socket in a folder that nobody else may enter,
 * or a port of the loopback interface where the system has none or its path would be too long.
 */
public final class LocalSocket implements Closeable {
  private static final String UNIX = "unix:";
  private static final String PORT = "port:";

  private final ServerSocketChannel listener;
  private final String address;
  private volatile @Nullable SocketChannel stranger;

  private LocalSocket(ServerSocketChannel listener, String address) {
    this.listener = listener;
    this.address = address;
  }

  /** Listens with a new socket in this folder. */
  public static LocalSocket open(Path folder) throws IOException {
    var path = folder.resolve("socket");
    try {
      var address = UnixDomainSocketAddress.of(path);
      return new LocalSocket(listen(address), UNIX + path);
    } catch (UnsupportedOperationException | IOException _) {
      var listener = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return new LocalSocket(listener, PORT + listener.socket().getLocalPort());
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

  /** Waits for the one who says the token first; what anybody else says is not read. */
  public SocketChannel accept(String token) throws IOException {
    while (true) {
      var channel = listener.accept();
      stranger = channel;
      if (listener.isOpen() && says(channel, token)) {
        stranger = null;
        return channel;
      }
      channel.close();
    }
  }

  private static boolean says(SocketChannel channel, String token) {
    var said = ByteBuffer.allocate(token.length());
    try {
      while (said.hasRemaining() && channel.read(said) >= 0) {
        // reads the rest
      }
      return MessageDigest.isEqual(said.array(), token.getBytes(US_ASCII));
    } catch (IOException _) {
      return false;
    }
  }

  /** Connects to where the server listens, and says the token. */
  public static SocketChannel connect(String address, String token) throws IOException {
    var channel =
        SocketChannel.open(
            address.startsWith(UNIX)
                ? UnixDomainSocketAddress.of(address.substring(UNIX.length()))
                : new InetSocketAddress(
                    InetAddress.getLoopbackAddress(),
                    Integer.parseInt(address.substring(PORT.length()))));
    channel.write(ByteBuffer.wrap(token.getBytes(US_ASCII)));
    return channel;
  }

  /** Ends the wait for the right one as well. */
  @Override
  public void close() throws IOException {
    listener.close();
    var waiting = stranger;
    if (waiting != null) {
      waiting.close();
    }
  }
}
