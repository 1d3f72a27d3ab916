package dev.tinybase.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tinybase.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs normal clients beside hostile ones on a server with its default flags, and looks whether
 * they notice, and whether everything is alive at the end.
 */
final class SoakBench {
  private static final String PASSWORD = "correct horse battery";
  private static final int NORMAL = 4;
  private static final int PAUSE_MILLIS = 20;
  private static final int LARGE_RECORDS = 60;
  private static final int LARGE = 9 << 20;
  private static final String RECORDS = "/api/collections/notes/records";
  private static final String LARGE_PATH = "/api/collections/large/records";

  /** What normal clients met in a while. */
  record Normal(long requests, long failures, double medianMillis, double p99Millis) {}

  /**
   * What was found.
   *
   * @param faults what should not have happened
   */
  record Figures(
      List<String> flags,
      int seconds,
      Normal quiet,
      Normal attacked,
      Map<String, LongAdder> hostile,
      long peakMb,
      List<String> faults) {}

  private final Path repository;
  private final Path folder;
  private final int seconds;
  private final String kind;

  /**
   * A soak.
   *
   * @param kind words in the name of the hostile clients that take part; empty for all
   */
  SoakBench(Path repository, Path folder, int seconds, String kind) {
    this.repository = repository;
    this.folder = folder;
    this.seconds = seconds;
    this.kind = kind;
  }

  Figures run() throws IOException {
    var seed = new Seed(new Command(repository, folder));
    seed.collection("notes", true, 10_000);
    declareLarge();
    FunctionFiles.in(folder).trivial();
    try (var server = ServerProcess.tinybase(repository, folder)) {
      var client = new Client(server.base());
      var token = client.register("soak@example.com", PASSWORD);
      for (int i = 0; i < LARGE_RECORDS; i++) {
        client.send(LARGE_PATH, "{\"data\":{\"text\":\"" + "x".repeat(LARGE) + "\"}}");
      }
      normal(server, Math.max(5, seconds / 10)); // warm
      var quiet = normal(server, Math.max(10, seconds / 5));
      Normal attacked;
      Map<String, LongAdder> answers;
      try (var hostile = new HostileClients(server.base(), token, LARGE_PATH, kind)) {
        attacked = normal(server, seconds);
        answers = hostile.answers();
      }
      var faults = faults(server, quiet, attacked);
      return new Figures(
          server.options(), seconds, quiet, attacked, answers, server.stats().peakMb(), faults);
    }
  }

  private void declareLarge() throws IOException {
    var file = folder.resolve("large.json");
    Files.writeString(
        file,
        """
        {"name": "large", "label": "Large", "schema": {"fields": [
          {"name": "text", "type": "string", "max_length": 10000000}]},
         "options": {"access": {"list": "auth", "create": "auth"}}}
        """);
    new Command(repository, folder).run("collections", "apply", file.toString());
  }

  private Normal normal(ServerProcess server, int duration) {
    var all = new ArrayList<Long>();
    var failures = new TreeMap<String, LongAdder>();
    var threads = new ArrayList<Thread>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(duration);
    for (int i = 0; i < NORMAL; i++) {
      var client = new Client(server.base());
      client.register("soak@example.com", PASSWORD);
      threads.add(Thread.ofPlatform().start(() -> normal(client, end, all, failures)));
    }
    threads.forEach(SoakBench::join);
    failures.forEach((what, count) -> System.out.println(count + " × " + what));
    var nanos = all.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(nanos);
    return new Normal(
        nanos.length,
        failures.values().stream().mapToLong(LongAdder::sum).sum(),
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6);
  }

  /** Creates, reads and lists, one after the other, as people do. */
  private static void normal(
      Client client, long end, List<Long> all, Map<String, LongAdder> failures) {
    var note = "{\"data\":{\"title\":\"A\",\"body\":\"b\",\"category\":\"c1\",\"score\":0.5}}";
    while (System.nanoTime() < end) {
      for (var body : List.of(note, "")) {
        long start = System.nanoTime();
        try {
          client.send(body.isEmpty() ? RECORDS + "?limit=20" : RECORDS, body);
        } catch (RuntimeException e) {
          synchronized (failures) {
            failures
                .computeIfAbsent(String.valueOf(e.getMessage()), _ -> new LongAdder())
                .increment();
          }
        }
        synchronized (all) {
          all.add(System.nanoTime() - start);
        }
        pause(PAUSE_MILLIS);
      }
    }
  }

  private List<String> faults(ServerProcess server, Normal quiet, Normal attacked)
      throws IOException {
    var faults = new ArrayList<String>();
    check(faults, attacked.failures() == 0, attacked.failures() + " normal requests failed");
    check(
        faults,
        attacked.p99Millis() < 3 * quiet.p99Millis(),
        "the p99 of normal requests is more than three times the quiet one");
    var client = new Client(server.base());
    check(faults, client.send("/ready", "").path("status").asString().equals("ready"), "not ready");
    check(faults, slowClientIsTold(server), "a client that is too slow gets no 408");
    check(faults, functionIsLoaded(client), "a new function is not loaded");
    check(faults, !server.log().contains("OutOfMemoryError"), "out of memory, see the log");
    return faults;
  }

  private static void check(List<String> faults, boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }

  private static boolean slowClientIsTold(ServerProcess server) throws IOException {
    int port = URI.create(server.base()).getPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write("GET /health HTTP/1.1\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), US_ASCII).endsWith("408");
    }
  }

  private boolean functionIsLoaded(Client client) throws IOException {
    Files.writeString(
        folder.resolve("functions").resolve("late.java"),
        """
        import dev.tinybase.sdk.*;

        @Register(name = "late", auth = Auth.PUBLIC)
        String late() {
          return "here";
        }
        """);
    for (int i = 0; i < 100; i++) {
      try {
        return Json.text(client.send("/api/functions/late", "{}")).contains("here");
      } catch (IllegalStateException _) {
        pause(100);
      }
    }
    return false;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
