package dev.tinybase.functions.worker;

import dev.tinybase.functions.worker.wire.Connection;
import dev.tinybase.functions.worker.wire.LocalSocket;
import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.ToWorker;
import dev.tinybase.functions.worker.wire.WorkerSettings;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts processes for functions. They work in the server's working directory, so that relative
 * paths mean the same in both; for temporary files each has a folder of its own that other users
 * cannot enter and that goes with it.
 */
final class Launcher implements Closeable {
  private static final int PATIENCE_SECONDS = 30;
  private static final int FRAME_LIMIT = 64 << 20;

  private final int memoryMb;
  private final long resultLimit;
  private final int frameLimit;
  private final SecureRandom random = new SecureRandom();
  private final Set<Process> starting = ConcurrentHashMap.newKeySet();
  private final Set<Path> folders = ConcurrentHashMap.newKeySet();

  /**
   * A launcher.
   *
   * @param memoryMb heap of each worker
   * @param payloadLimit how many bytes the payload of a call may have
   * @param resultLimit how many bytes its result may have
   */
  Launcher(int memoryMb, long payloadLimit, long resultLimit) {
    this.memoryMb = memoryMb;
    this.resultLimit = resultLimit;
    this.frameLimit = Math.clamp(2 * Math.max(payloadLimit, resultLimit), FRAME_LIMIT, 1 << 30);
  }

  /** Starts a process and waits until it has called back; an exception says why it does not. */
  Worker launch(int number) throws IOException {
    var folder = Files.createTempDirectory("tinybase-worker");
    folders.add(folder);
    var process = WorkerCommand.of(memoryMb, folder).start();
    starting.add(process);
    var _ = process.onExit().thenRun(() -> delete(folder));
    var output = new OutputTail(process.getInputStream());
    Thread.ofPlatform().daemon().name("worker-" + number + "-output").start(output);
    try (var socket = LocalSocket.open(folder)) {
      return new Worker(number, process, greeting(process, socket, folder), output);
    } catch (IOException e) {
      process.destroyForcibly();
      throw new IOException(
          "its process does not answer (exit code "
              + process.onExit().join().exitValue()
              + "). "
              + output.text(),
          e);
    } finally {
      starting.remove(process);
    }
  }

  /** Tells the process where to call, and waits for it to do so with the right token. */
  private Connection<ToWorker, ToServer> greeting(Process process, LocalSocket socket, Path folder)
      throws IOException {
    var token = new byte[32];
    random.nextBytes(token);
    var orders =
        new WorkerSettings(
            socket.address(), HexFormat.of().formatHex(token), folder, frameLimit, resultLimit);
    var greeted = new AtomicBoolean();
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(() -> unless(greeted, process::destroyForcibly));
    var _ = process.onExit().thenRun(() -> unless(greeted, () -> close(socket)));
    orders.writeTo(process.getOutputStream());
    var channel = socket.accept(orders.token());
    greeted.set(true);
    return Connection.ofServer(channel, frameLimit);
  }

  private static void unless(AtomicBoolean greeted, Runnable action) {
    if (!greeted.get()) {
      action.run();
    }
  }

  private static void close(Closeable resource) {
    try {
      resource.close();
    } catch (IOException _) {
      // it is of no use any more
    }
  }

  private void delete(Path folder) {
    WorkerSettings.delete(folder.toFile());
    folders.remove(folder);
  }

  /** Ends what is being started, and takes away the folders of those that have just ended. */
  @Override
  public void close() {
    starting.forEach(Process::destroyForcibly);
    folders.forEach(this::delete);
  }

  /** How a worker is started: this program's classes on this program's JVM, with little memory. */
  private static final class WorkerCommand {
    private static final String MAIN = "dev.tinybase.functions.worker.jvm.WorkerMain";

    /** What a worker may know of the server's environment; anything else may be a secret. */
    private static final List<String> ENVIRONMENT =
        List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SystemRoot", "TEMP");

    private WorkerCommand() {}

    static ProcessBuilder of(int memoryMb, Path folder) {
      var builder = new ProcessBuilder(words(memoryMb, folder));
      var environment = new TreeMap<>(Map.copyOf(builder.environment()));
      environment.keySet().retainAll(ENVIRONMENT);
      builder.environment().clear();
      builder.environment().putAll(environment);
      return builder.redirectErrorStream(true);
    }

    private static List<String> words(int memoryMb, Path folder) {
      var words = new ArrayList<String>();
      words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      words.addAll(
          List.of(
              "-Xmx" + memoryMb + "m",
              "-XX:MaxMetaspaceSize=256m",
              "-XX:+UseSerialGC",
              "-XX:+ExitOnOutOfMemoryError",
              "-XX:-CreateCoredumpOnCrash",
              "-XX:ErrorFile=" + folder.resolve("crash.log"),
              "-XX:-UsePerfData",
              "-Djava.io.tmpdir=" + folder,
              "-Djava.awt.headless=true",
              "--enable-native-access=ALL-UNNAMED",
              "--add-opens=java.base/java.lang=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              MAIN));
      return words;
    }
  }
}
