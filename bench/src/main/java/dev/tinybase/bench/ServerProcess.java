package dev.tinybase.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server as a process of its own on a free port of the loopback address. */
final class ServerProcess implements AutoCloseable {
  /**
   * What a start cost.
   *
   * @param cpuMillis CPU time of the process until the first answer
   * @param wallMillis time until the first answer
   */
  record Start(long cpuMillis, long wallMillis) {}

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final int port;
  private final Path log;
  private final Start start;

  private ServerProcess(
      List<String> command, Path folder, Map<String, String> environment, int port) {
    this.port = port;
    log = folder.resolve("server-" + port + ".log");
    long began = System.nanoTime();
    process = launch(command, folder, environment);
    awaitAnswer();
    start =
        new Start(
            stats().cpuMicros() / 1000, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  /** Starts the product the way its users do. */
  static ServerProcess tinybase(Path repository, Path folder) {
    return tinybase(repository, folder, Map.of());
  }

  /** The same with further settings in the environment. */
  static ServerProcess tinybase(Path repository, Path folder, Map<String, String> settings) {
    int port = freePort();
    var environment = new HashMap<>(settings);
    environment.put("TINYBASE_SERVER_HOST", "127.0.0.1");
    environment.put("TINYBASE_SERVER_PORT", Integer.toString(port));
    environment.put("TINYBASE_RATE_LIMIT_ENABLED", "false");
    var command = List.of(repository.resolve("tinybase").toString(), "serve");
    return new ServerProcess(command, folder, environment, port);
  }

  /** Starts the yardstick with the options that the product's JVM was started with. */
  static ServerProcess floor(List<String> options, Path folder) {
    return ofClass(Floor.class, options, folder);
  }

  /** Starts a class of ours, which takes the port as its argument. */
  static ServerProcess ofClass(Class<?> main, List<String> options, Path folder) {
    int port = freePort();
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main.getName(), Integer.toString(port)));
    return new ServerProcess(command, folder, Map.of(), port);
  }

  String base() {
    return "http://127.0.0.1:" + port;
  }

  ProcessStats stats() {
    return new ProcessStats(process.pid());
  }

  /** Memory a few seconds after the start, when nothing happens any more. */
  long idleMb() {
    pause(3_000);
    return stats().residentMb();
  }

  Start startCost() {
    return start;
  }

  /** The options of the JVM, without class path and program. */
  List<String> options() {
    var words = stats().command();
    return words.stream()
        .skip(1)
        .takeWhile(word -> word.startsWith("-") && !word.equals("-jar") && !word.equals("-cp"))
        .toList();
  }

  /** Asks the process to end and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the server did not stop; see " + log);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process launch(List<String> command, Path folder, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(new File(log.toString()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroy();
        throw new IllegalStateException("the server did not start: " + log());
      }
      pause(3);
    }
  }

  /** A plain socket: the start's figures shall not wait for an HTTP client to warm up. */
  private boolean answers() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      var request = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return status.equals("HTTP/1.1 200");
    } catch (IOException _) {
      return false;
    }
  }

  /** What it has printed so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
