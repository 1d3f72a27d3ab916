package dev.tinybase.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code tinybase serve} as a process of its own, which a test may kill. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ProcessBuilder builder;
  private final Process process;
  private final int port;
  private final Path log;

  private ServerProcess(ProcessBuilder builder, int port, Path log) throws IOException {
    this.builder = builder;
    this.port = port;
    this.log = log;
    process = builder.start();
    awaitAnswer(port, process::isAlive, this::log);
  }

  /** Starts a server on the data of a folder and waits until it answers. */
  public static ServerProcess start(Path folder, Map<String, String> environment) {
    return start(List.of(), folder, environment);
  }

  /** The same behind a command that takes another one as its arguments. */
  public static ServerProcess start(
      List<String> before, Path folder, Map<String, String> environment) {
    try {
      int port = Ports.free();
      var log = Files.createTempFile(folder, "server", ".log");
      var builder =
          new ProcessBuilder(
                  Stream.concat(before.stream(), Launch.command("serve").stream()).toList())
              .directory(folder.toFile());
      builder.environment().putAll(environment(port));
      builder.environment().putAll(environment);
      builder
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      return new ServerProcess(builder, port, log);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Starts the same one again, on its port and with its log, once it has ended. */
  public ServerProcess startAgain() {
    try {
      return new ServerProcess(builder, port, log);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * What every server of a test is told: its port, loopback only, no limits, and hashes of
   * passwords that cost little.
   */
  public static Map<String, String> environment(int port) {
    return Map.of(
        "TINYBASE_SERVER_HOST", "127.0.0.1",
        "TINYBASE_SERVER_PORT", Integer.toString(port),
        "TINYBASE_AUTH_BCRYPT_COST", "4",
        "TINYBASE_RATE_LIMIT_ENABLED", "false");
  }

  /** The server's address. */
  public String base() {
    return "http://127.0.0.1:" + port;
  }

  /** What it has printed so far. */
  public String log() {
    return read(log);
  }

  /** A file for a message, with the reason in its place where it cannot be read. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end (SIGTERM) and returns the exit code. */
  public int terminate() {
    process.destroy();
    return awaitEnd();
  }

  /** Asks it to end without waiting. */
  public void askToEnd() {
    process.destroy();
  }

  /** Waits for the end and returns the exit code. */
  public int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server does not end:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Waits until a server answers on the port, as long as it is alive. */
  static void awaitAnswer(
      int port,
      java.util.function.BooleanSupplier alive,
      java.util.function.Supplier<String> output) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(port)) {
      if (!alive.getAsBoolean() || System.nanoTime() > deadline) {
        throw new AssertionError("the server does not answer:\n" + output.get());
      }
      pause();
    }
  }

  private static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      var request = "GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return status.equals("HTTP/1.1 200");
    } catch (IOException _) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
