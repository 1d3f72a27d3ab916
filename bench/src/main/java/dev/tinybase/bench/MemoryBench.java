package dev.tinybase.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Measures what a server keeps of the memory that work takes, once that is over. */
final class MemoryBench {
  static final int FUNCTIONS = 20;
  static final int LOAD_SECONDS = 20;

  private static final int IDLE_SECONDS = 40;
  private static final int QUIET_SECONDS = 120;
  private static final int CONNECTIONS = 64;
  private static final int MOST_POLLS = 600;

  /**
   * What was measured, in MB of the process's own memory.
   *
   * @param flags the JVM's
   * @param idle after the start
   * @param compiled two minutes after functions were compiled
   * @param loadEnd when the load ended
   * @param loaded two minutes later
   */
  record Figures(List<String> flags, long idle, long compiled, long loadEnd, long loaded) {}

  private final Wrk wrk;
  private final Path repository;
  private final Path folder;

  MemoryBench(Wrk wrk, Path repository, Path folder) {
    this.wrk = wrk;
    this.repository = repository;
    this.folder = folder;
  }

  Figures run() throws IOException {
    var seed = new Seed(new Command(repository, folder));
    seed.collection("medium", true, 10_000);
    seed.collection("fresh", false, 0);
    var settings = Map.of("TINYBASE_FUNCTIONS_MAX_CONCURRENT_PER_USER", "1000");
    try (var server = ServerProcess.tinybase(repository, folder, settings)) {
      sleep(IDLE_SECONDS);
      long idle = server.stats().ownMb();
      var client = new Client(server.base());
      client.register("load@example.com", "correct horse battery");
      compile(client);
      sleep(QUIET_SECONDS);
      long compiled = server.stats().ownMb();
      load(server, client.token());
      long loadEnd = server.stats().ownMb();
      sleep(QUIET_SECONDS);
      return new Figures(server.options(), idle, compiled, loadEnd, server.stats().ownMb());
    }
  }

  /** Returns when the last one answers. */
  private void compile(Client client) throws IOException {
    var files = FunctionFiles.in(folder);
    files.trivial();
    for (int i = 0; i < FUNCTIONS; i++) {
      files.numbered(i, i);
    }
    for (int i = 0; i < MOST_POLLS; i++) {
      if (client
          .send("/api/functions", "")
          .toString()
          .contains(FunctionFiles.name(FUNCTIONS - 1))) {
        return;
      }
      pause(100);
    }
    throw new IllegalStateException("the functions do not load");
  }

  /** Lists, creates and calls, a third of the time each. */
  private void load(ServerProcess server, String token) {
    var records = "/api/collections/";
    run(server, "get.lua", token, records + "medium/records?limit=20", Map.of("BENCH_RANGE", "0"));
    run(server, "create.lua", token, records + "fresh/records", Map.of("BENCH_RUN", "fresh"));
    var body = Map.of("BENCH_BODY", "{\"x\":1,\"y\":2}");
    run(server, "post.lua", token, "/api/functions/" + FunctionFiles.TRIVIAL, body);
  }

  private void run(
      ServerProcess server, String script, String token, String path, Map<String, String> more) {
    var environment = new java.util.HashMap<>(more);
    environment.put("BENCH_TOKEN", token);
    environment.put("BENCH_PATH", path);
    wrk.run(server.base(), script, CONNECTIONS, LOAD_SECONDS / 3, environment);
  }

  private static void sleep(int seconds) {
    pause(TimeUnit.SECONDS.toMillis(seconds));
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
