package dev.tinybase.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Measures how functions load, reload and run, on an instance of its own. */
final class FunctionsBench {
  private static final int FUNCTIONS = 100;
  private static final int SAVES = 60;
  private static final int CALLS = 10_000;
  private static final String EMPTY_ORDER = "{\"customer\":\"c\",\"lines\":[]}";
  private static final String NUMBERS = "{\"x\":1,\"y\":2}";
  private static final long PATIENCE = 60_000_000_000L;

  private final Path repository;
  private final Path folder;
  private final FunctionFiles files;

  FunctionsBench(Path repository, Path folder) throws IOException {
    this.repository = repository;
    this.folder = folder;
    this.files = FunctionFiles.in(folder);
  }

  FunctionFigures run() throws IOException {
    double empty = least(3, () -> untilLoaded(0));
    for (int i = 0; i < FUNCTIONS; i++) {
      files.numbered(i, 0);
    }
    double cold = untilLoaded(FUNCTIONS) - empty;
    double cached = least(3, () -> untilLoaded(FUNCTIONS)) - empty;
    files.trivial();
    files.fib();
    var figures = inServer(cold, cached);
    return figures.inWorkers(inWorkers());
  }

  private FunctionFigures inServer(double cold, double cached) throws IOException {
    try (var server = server("thread")) {
      var client = client(server);
      double p95 = saveToLive(client);
      double thread = sequential(client);
      double fib = client.send("/api/functions/fib", "{}").path("result").asDouble() / plainFib();
      calls(client, CALLS);
      liveHeapKb(server); // what the first look leaves behind is not the calls' doing
      long before = liveHeapKb(server);
      calls(client, CALLS);
      long after = liveHeapKb(server);
      return new FunctionFigures(
          server.options(), FUNCTIONS, cold, cached, p95, before, after, fib, thread, 0);
    }
  }

  private static void calls(Client client, int count) {
    for (int i = 0; i < count; i++) {
      client.send("/api/functions/" + FunctionFiles.TRIVIAL, NUMBERS);
    }
  }

  /** Seconds from the start of the process until all functions answer. */
  private double untilLoaded(int functions) {
    long start = System.nanoTime();
    try (var server = server("thread")) {
      var client = client(server);
      await(() -> client.send("/api/functions", "").size() >= functions);
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private double saveToLive(Client client) throws IOException {
    List<Double> millis = new ArrayList<>();
    for (int i = 1; i <= SAVES; i++) {
      int value = i;
      int number = i * 7 % FUNCTIONS;
      var path = "/api/functions/" + FunctionFiles.name(number);
      long start = System.nanoTime();
      files.numbered(number, value);
      await(() -> client.send(path, EMPTY_ORDER).path("result").path("value").asInt() == value);
      millis.add((System.nanoTime() - start) / 1e6);
    }
    Collections.sort(millis);
    return millis.get(SAVES * 95 / 100);
  }

  private double inWorkers() {
    try (var server = server("process")) {
      return sequential(client(server));
    }
  }

  /** The least of the medians of several rounds of calls, in microseconds. */
  private static double sequential(Client client) {
    return least(
        20,
        () -> {
          List<Double> micros = new ArrayList<>();
          for (int i = 0; i < 1_000; i++) {
            long start = System.nanoTime();
            var answer = client.send("/api/functions/" + FunctionFiles.TRIVIAL, NUMBERS);
            micros.add((System.nanoTime() - start) / 1e3);
            if (!answer.path("status").asString().equals("succeeded")) {
              throw new IllegalStateException("a call failed: " + answer);
            }
          }
          return Measures.median(micros);
        });
  }

  /** Nanoseconds of fib(32) in a program of its own. */
  private double plainFib() throws IOException {
    var program = folder.resolve("Fib.java");
    Files.writeString(
        program, "void main() { System.out.println(least()); }\n" + FunctionFiles.FIB);
    return Double.parseDouble(output(java("java"), "-XX:+UseSerialGC", program.toString()));
  }

  /** What is alive after a full collection, when the records of all calls are written. */
  private static long liveHeapKb(ServerProcess server) throws IOException {
    pause();
    var pid = Long.toString(server.stats().pid());
    output(java("jcmd"), pid, "GC.run");
    var histogram = output(java("jcmd"), pid, "GC.class_histogram");
    var total =
        histogram.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
    return Long.parseLong(total.strip().split("\\s+", -1)[2]) / 1024;
  }

  private ServerProcess server(String isolation) {
    return ServerProcess.tinybase(
        repository,
        folder,
        Map.of(
            "TINYBASE_FUNCTIONS_ISOLATION",
            isolation,
            "TINYBASE_FUNCTIONS_MAX_CONCURRENT_PER_USER",
            "1000"));
  }

  private static Client client(ServerProcess server) {
    var client = new Client(server.base());
    client.register("functions@example.com", "correct horse battery");
    return client;
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within a minute");
      }
    }
  }

  private static double least(int times, java.util.function.DoubleSupplier measure) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < times; i++) {
      least = Math.min(least, measure.getAsDouble());
    }
    return least;
  }

  private static void pause() {
    try {
      Thread.sleep(2_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  private static String output(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
        .strip();
  }
}
