package dev.tinybase.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that want the server's memory, its threads and its connections, each kind in threads of
 * its own until it is closed.
 */
final class HostileClients implements AutoCloseable {
  private static final int LARGE = 10 << 20;
  private static final int PATIENCE_MILLIS = 40_000;

  /** What a kind does once. */
  @FunctionalInterface
  private interface Attack {
    void run() throws IOException, InterruptedException;
  }

  private final InetSocketAddress address;
  private final String token;
  private final String only;
  private final byte[] manyObjects = manyObjects();
  private final Map<String, LongAdder> answers = new TreeMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running = true;

  /** Starts those against a server whose kind has these words in its name. */
  HostileClients(String base, String token, String largeRecords, String only) {
    var uri = URI.create(base);
    this.address = new InetSocketAddress(uri.getHost(), uri.getPort());
    this.token = token;
    this.only = only;
    start(4, "10 MiB of small objects as a login", 500, () -> post("/api/auth/login", false));
    start(2, "10 MiB of small objects as a record", 500, () -> post(largeRecords, true));
    start(2, "pages of records of 9 MB", 500, () -> get(largeRecords + "?limit=100"));
    start(300, "9 MB that nobody reads", 5_000, () -> unread(largeRecords + "?limit=1"));
    start(24, "one byte a second of 10 MiB", 0, this::drip);
    start(100, "a connection that says nothing", 0, this::silence);
    start(2, "what is no HTTP", 50, this::noise);
  }

  /** How often each kind was answered how. */
  Map<String, LongAdder> answers() {
    return answers;
  }

  private void start(int count, String kind, int pauseMillis, Attack attack) {
    for (int i = 0; i < count && kind.contains(only); i++) {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                while (running) {
                  attack(kind, pauseMillis, attack);
                }
              }));
    }
  }

  private void attack(String kind, int pauseMillis, Attack attack) {
    try {
      attack.run();
      count(kind + ": done");
    } catch (IOException e) {
      count(kind + ": " + e.getMessage());
    } catch (InterruptedException _) {
      return; // closed
    }
    try {
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(pauseMillis + 1));
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void count(String what) {
    synchronized (answers) {
      answers.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(address, PATIENCE_MILLIS);
    return socket;
  }

  private byte[] head(String method, String path, boolean known, long length) {
    var head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + (known ? "Authorization: Bearer " + token + "\r\n" : "")
            + (length > 0
                ? "Content-Type: application/json\r\nContent-Length: " + length + "\r\n"
                : "")
            + "\r\n";
    return head.getBytes(US_ASCII);
  }

  private void post(String path, boolean known) throws IOException {
    try (var socket = connect()) {
      var out = socket.getOutputStream();
      out.write(head("POST", path, known, manyObjects.length));
      out.write(manyObjects);
      readAll(socket);
    }
  }

  private void get(String path) throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(head("GET", path, true, 0));
      readAll(socket);
    }
  }

  private static void readAll(Socket socket) throws IOException {
    var in = socket.getInputStream();
    var status = new String(in.readNBytes(12), US_ASCII);
    var rest = new byte[64 << 10];
    while (in.read(rest) >= 0) {
      // what it says does not matter
    }
    if (!status.equals("HTTP/1.1 200")) {
      throw new IOException(status.isEmpty() ? "cut off" : status);
    }
  }

  private void unread(String path) throws IOException, InterruptedException {
    try (var socket = connect()) {
      socket.getOutputStream().write(head("GET", path, true, 0));
      TimeUnit.SECONDS.sleep(20);
    }
  }

  private void drip() throws IOException, InterruptedException {
    try (var socket = connect()) {
      socket.getOutputStream().write(head("POST", "/api/auth/register", false, 16_000));
      while (running) {
        socket.getOutputStream().write(' ');
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private void silence() throws IOException {
    try (var socket = connect()) {
      if (socket.getInputStream().read() < 0) {
        throw new IOException("cut off");
      }
    }
  }

  private void noise() throws IOException {
    try (var socket = connect()) {
      var bytes = new byte[1 << 10];
      ThreadLocalRandom.current().nextBytes(bytes);
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      readAll(socket);
    }
  }

  private static byte[] manyObjects() {
    var bytes = new ByteArrayOutputStream(LARGE);
    bytes.write('[');
    while (bytes.size() < LARGE - 16) {
      bytes.writeBytes("{\"a\":1},".getBytes(US_ASCII));
    }
    bytes.writeBytes("{\"a\":1}]".getBytes(US_ASCII));
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    running = false;
    threads.forEach(Thread::interrupt);
  }
}
