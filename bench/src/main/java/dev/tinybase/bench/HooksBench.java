package dev.tinybase.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what hooks cost: the same requests with and without them, in turn, round after round.
 */
final class HooksBench {
  /** A kind of load. */
  enum Load {
    CREATE("create, no hooks on the server"),
    CREATE_BESIDE("create, hooks on other collections"),
    CREATE_BEFORE("create with a before-hook"),
    CREATE_AFTER("create with an after-hook, until it has run"),
    READ("read by id, no hooks on the server"),
    READ_BESIDE("read by id, hooks on other collections"),
    LIST("list of 20, no hooks on the server"),
    LIST_BESIDE("list of 20, hooks on other collections"),
    LIST_VIEWED("list of 20 with a read hook");

    final String words;

    Load(String words) {
      this.words = words;
    }
  }

  /**
   * What was measured.
   *
   * @param flags of the server's JVM
   * @param micros CPU time of the server for each request, in microseconds, the least of all rounds
   */
  record Figures(List<String> flags, Map<Load, Double> micros) {
    double of(Load load) {
      return micros.getOrDefault(load, Double.NaN);
    }
  }

  private static final int LISTED = 100;
  private static final List<String> EMPTY = List.of("plain", "before", "after");
  private static final Map<String, String> SETTINGS =
      Map.of("TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true");

  private final Plan plan;
  private final Path repository;
  private final Path folder;
  private final Wrk wrk;

  HooksBench(Plan plan, Path repository, Path folder) {
    this.plan = plan;
    this.repository = repository;
    this.folder = folder;
    wrk = new Wrk(plan);
  }

  Figures run() throws IOException {
    var hooked = instance("hooked");
    FunctionFiles.in(hooked).hooks();
    try (var without = ServerProcess.tinybase(repository, instance("bare"), SETTINGS);
        var with = ServerProcess.tinybase(repository, hooked, SETTINGS)) {
      var rounds = rounds(new HooksClient(without), new HooksClient(with));
      var least = new EnumMap<Load, Double>(Load.class);
      rounds.forEach((load, all) -> least.put(load, Measures.least(all)));
      return new Figures(with.options(), least);
    }
  }

  private Map<Load, List<Double>> rounds(HooksClient without, HooksClient with) {
    with.awaitHandlers(3);
    var all = new EnumMap<Load, List<Double>>(Load.class);
    for (int round = 0; round <= plan.rounds(); round++) {
      for (var load : Load.values()) {
        // The first round is the warm-up.
        double micros = micros(load, without, with, round == 0 ? plan.warmUp() : plan.seconds());
        if (round > 0) {
          all.computeIfAbsent(load, _ -> new ArrayList<>()).add(micros);
          System.out.printf("%d of %d: %-44s %7.1f us%n", round, plan.rounds(), load.words, micros);
        }
      }
    }
    return all;
  }

  private double micros(Load load, HooksClient without, HooksClient with, int seconds) {
    return switch (load) {
      case CREATE -> create(without, "plain", seconds);
      case CREATE_BESIDE -> create(with, "plain", seconds);
      case CREATE_BEFORE -> create(with, "before", seconds);
      case CREATE_AFTER -> create(with, "after", seconds);
      case READ -> get(without, "/listed/records/" + without.listed(), seconds);
      case READ_BESIDE -> get(with, "/listed/records/" + with.listed(), seconds);
      case LIST -> get(without, "/listed/records?limit=20", seconds);
      case LIST_BESIDE -> get(with, "/listed/records?limit=20", seconds);
      case LIST_VIEWED -> get(with, "/viewed/records?limit=20", seconds);
    };
  }

  private double create(HooksClient client, String collection, int seconds) {
    var run = Map.of("BENCH_RUN", collection);
    return load(client, "create.lua", "/" + collection + "/records", run, seconds);
  }

  private double get(HooksClient client, String path, int seconds) {
    return load(client, "get.lua", path, Map.of(), seconds);
  }

  /** The work of hooks that run later belongs to the requests that caused it. */
  private double load(
      HooksClient client, String script, String path, Map<String, String> more, int seconds) {
    var environment = new java.util.HashMap<>(more);
    environment.put("BENCH_TOKEN", client.token());
    environment.put("BENCH_PATH", "/api/collections" + path);
    long before = client.server().stats().cpuMicros();
    var result =
        wrk.run(client.server().base(), script, plan.connections(), seconds, environment)
            .checked(path);
    client.awaitHooks();
    return (double) (client.server().stats().cpuMicros() - before) / result.requests();
  }

  private Path instance(String name) throws IOException {
    var instance = Files.createDirectories(folder.resolve(name));
    var seed = new Seed(new Command(repository, instance));
    EMPTY.forEach(collection -> seed.collection(collection, false, 0));
    seed.collection("listed", false, LISTED);
    seed.collection("viewed", false, LISTED);
    return instance;
  }
}
