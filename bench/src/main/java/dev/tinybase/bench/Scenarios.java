package dev.tinybase.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of load, by the names that the report looks for. */
final class Scenarios {
  static final String FLOOR = "constant reply of bare Helidon";
  static final String READ = "read by id";
  static final String CALL = "call of a trivial function";
  static final String CREATE = "create";
  static final String LIST = "list of 20 with total";
  static final String INDEXED = "indexed filter with total";
  static final String UNINDEXED = "unindexed filter with total";
  static final String UNINDEXED_NEW = "unindexed filter with total, another each time";

  /** So many that no filter is drawn twice. */
  private static final int NUMBERS = 1_000_000_000;

  private final Plan plan;
  private final ServerProcess server;
  private final ServerProcess floor;
  private final String token;
  private final Path folder;

  Scenarios(Plan plan, ServerProcess server, ServerProcess floor, String token, Path folder) {
    this.plan = plan;
    this.server = server;
    this.floor = floor;
    this.token = token;
    this.folder = folder;
  }

  List<Scenario> all() {
    int writers = plan.connections() / 4;
    var readers = read("medium").connections(plan.connections() - writers);
    return List.of(
        new Scenario(
            FLOOR,
            floor.base(),
            floor.stats().pid(),
            "get.lua",
            plan.connections(),
            Map.of("BENCH_PATH", "/"),
            null,
            null),
        read("medium"),
        call(),
        create("fresh"),
        scaled(create("indexed"), "with one more index"),
        list("medium"),
        indexed("medium"),
        unindexed(UNINDEXED, "0.001", 0),
        unindexed(UNINDEXED_NEW, "0.0010000#", NUMBERS),
        readers,
        readers.beside(create("fresh").connections(writers)),
        scaled(read("small"), "small"),
        scaled(read("large"), "large"),
        scaled(list("small"), "small"),
        scaled(list("large"), "large"),
        scaled(create("large"), "large"));
  }

  /** The name of a variant on another collection than the usual one. */
  static String scaled(String name, String collection) {
    return name + ", " + collection;
  }

  private static Scenario scaled(Scenario scenario, String collection) {
    return new Scenario(
        scaled(scenario.name(), collection),
        scenario.base(),
        scenario.pid(),
        scenario.script(),
        scenario.connections(),
        scenario.environment(),
        scenario.created(),
        scenario.beside());
  }

  private Scenario read(String collection) {
    var ids = folder.resolve(collection + ".ids").toString();
    return scenario(READ, "read.lua", records(collection), Map.of("BENCH_IDS", ids), null);
  }

  private Scenario call() {
    var body = Map.of("BENCH_BODY", "{\"x\":1,\"y\":2}");
    return scenario(CALL, "post.lua", "/api/functions/" + FunctionFiles.TRIVIAL, body, null);
  }

  private Scenario create(String collection) {
    var run = Map.of("BENCH_RUN", collection);
    return scenario(CREATE, "create.lua", records(collection), run, collection);
  }

  private Scenario list(String collection) {
    return get(LIST, collection, "?limit=20", 0);
  }

  private Scenario indexed(String collection) {
    return get(INDEXED, collection, "?limit=20&filter%5Bcategory%5D=c#", Seed.CATEGORIES);
  }

  private Scenario unindexed(String name, String bound, int range) {
    return get(name, "medium", "?limit=20&filter%5Bscore%5D%5Blt%5D=" + bound, range);
  }

  private Scenario get(String name, String collection, String query, int range) {
    var numbers = Map.of("BENCH_RANGE", Integer.toString(range));
    return scenario(name, "get.lua", records(collection) + query, numbers, null);
  }

  private Scenario scenario(
      String name, String script, String path, Map<String, String> more, @Nullable String created) {
    var environment = new HashMap<>(more);
    environment.put("BENCH_TOKEN", token);
    environment.put("BENCH_PATH", path);
    return new Scenario(
        name,
        server.base(),
        server.stats().pid(),
        script,
        plan.connections(),
        Map.copyOf(environment),
        created,
        null);
  }

  private static String records(String collection) {
    return "/api/collections/" + collection + "/records";
  }
}
