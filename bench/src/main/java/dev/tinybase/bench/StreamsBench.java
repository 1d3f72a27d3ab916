package dev.tinybase.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what streams cost on which nothing happens. */
final class StreamsBench {
  private static final int STREAMS = 10_000;
  private static final int WARM_UP = 500;
  private static final int SILENCE_SECONDS = 40;
  private static final long PATIENCE_MILLIS = 60_000;

  /**
   * What was measured.
   *
   * @param flags the JVM's
   * @param beforeMb resident memory before the streams came
   * @param afterMb resident memory after they were silent for more than two heartbeats
   * @param toldMb resident memory after each of them was told something
   * @param tellSeconds until the last of them had heard it
   * @param cpuPercent of one core, while nothing but heartbeats happened
   */
  record Figures(
      List<String> flags,
      int streams,
      long beforeMb,
      long afterMb,
      long toldMb,
      double tellSeconds,
      double cpuPercent) {}

  private final Path repository;
  private final Path folder;

  StreamsBench(Path repository, Path folder) {
    this.repository = repository;
    this.folder = folder;
  }

  Figures run() throws IOException {
    List<String> flags;
    try (var product = ServerProcess.tinybase(repository, folder)) {
      flags = product.options();
    }
    try (var server = ServerProcess.ofClass(StreamServer.class, flags, folder)) {
      listen(server, WARM_UP);
      long before = server.idleMb();
      return measure(server, flags, before);
    }
  }

  /** Streams that come, hear something and go. */
  private static void listen(ServerProcess server, int count) throws IOException {
    try (var clients = new Clients(server.base(), count)) {
      clients.awaitAnswers();
      new Client(server.base()).send("/tell", "{}");
      clients.awaitEvent();
    }
  }

  private static Figures measure(ServerProcess server, List<String> flags, long before)
      throws IOException {
    try (var clients = new Clients(server.base(), STREAMS)) {
      clients.awaitAnswers();
      long cpu = server.stats().cpuMicros();
      long start = System.nanoTime();
      clients.pause(SILENCE_SECONDS * 1_000L);
      double percent =
          100.0 * (server.stats().cpuMicros() - cpu) / ((System.nanoTime() - start) / 1e3);
      long after = server.stats().residentMb();
      start = System.nanoTime();
      new Client(server.base()).send("/tell", "{}");
      clients.awaitEvent();
      double tell = (System.nanoTime() - start) / 1e9;
      return new Figures(flags, STREAMS, before, after, server.idleMb(), tell, percent);
    }
  }

  /** Many clients in one thread. */
  private static final class Clients implements AutoCloseable {
    private static final String REQUEST = "GET /listen HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(8192);
    private int answered;
    private int heard;

    Clients(String base, int count) throws IOException {
      var address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), URI.create(base).getPort());
      for (int i = 0; i < count; i++) {
        var channel = SocketChannel.open(address);
        channels.add(channel);
        channel.write(ByteBuffer.wrap(REQUEST.getBytes(US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        if (i % 100 == 99) {
          read(1);
        }
      }
    }

    /** Until each has the head of its answer. */
    void awaitAnswers() throws IOException {
      await("answers", () -> answered == channels.size());
    }

    /** Until each has heard the last number that was told. */
    void awaitEvent() throws IOException {
      await("events", () -> heard == channels.size());
    }

    private void await(String what, java.util.function.BooleanSupplier reached) throws IOException {
      long end = System.currentTimeMillis() + PATIENCE_MILLIS;
      while (!reached.getAsBoolean()) {
        if (System.currentTimeMillis() > end) {
          throw new IllegalStateException(
              "%s: %d answered and %d heard of %d; is 'ulimit -n' above that number?"
                  .formatted(what, answered, heard, channels.size()));
        }
        read(100);
      }
    }

    void pause(long millis) throws IOException {
      long end = System.currentTimeMillis() + millis;
      while (System.currentTimeMillis() < end) {
        read(100);
      }
    }

    private void read(long wait) throws IOException {
      selector.select(
          key -> {
            try {
              read((SocketChannel) key.channel());
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          },
          wait);
    }

    private void read(SocketChannel channel) throws IOException {
      buffer.clear();
      if (channel.read(buffer) < 0) {
        throw new IllegalStateException("the server has ended a stream");
      }
      var text = new String(buffer.array(), 0, buffer.position(), US_ASCII);
      if (text.startsWith("HTTP/1.1 503")) {
        throw new IllegalStateException("the server refuses a stream: " + text);
      }
      answered += text.startsWith("HTTP/1.1 200") ? 1 : 0;
      heard += text.contains("data: ") ? 1 : 0;
    }

    @Override
    public void close() throws IOException {
      for (var channel : channels) {
        channel.close();
      }
      selector.close();
    }
  }
}
