package dev.tinybase.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * This checkout beside another one, for example of the version before a change: both servers run at
 * once on instances of their own, and every load goes to the one and to the other in turn, so that
 * a noisy minute of the machine hits both.
 */
final class Comparison {
  private static final int IMPORTS = 3;
  private static final Map<String, String> SETTINGS =
      Map.of("TINYBASE_FUNCTIONS_MAX_CONCURRENT_PER_USER", "1000");

  private final Plan plan;
  private final Side before;
  private final Side after;
  private final StringBuilder table = new StringBuilder();

  Comparison(Plan plan, Path repository, Path folder) throws IOException {
    this.plan = plan;
    before = new Side(requireNonNull(plan.against()), folder.resolve("before"));
    after = new Side(repository, folder.resolve("after"));
    Files.createDirectories(before.folder);
    Files.createDirectories(after.folder);
  }

  void run() throws IOException, SQLException {
    table.append("| figure | before | after | after / before |%n|---|--:|--:|--:|%n".formatted());
    for (var side : List.of(before, after)) {
      System.out.println("seeding " + side.folder.getFileName());
      new Seed(side.command()).collections(plan);
      FunctionFiles.in(side.folder).trivial();
    }
    imports();
    starts();
    try (var old = before.server();
        var made = after.server()) {
      row("memory idle, MB", (double) old.idleMb(), (double) made.idleMb());
      load(before.rounds(plan, old), after.rounds(plan, made));
      row("memory under load, MB", (double) old.stats().peakMb(), (double) made.stats().peakMb());
    }
    write();
  }

  private void imports() throws IOException {
    var old = new ArrayList<Command.Cost>();
    var made = new ArrayList<Command.Cost>();
    for (int i = 0; i < IMPORTS; i++) {
      before.cities(i).ifPresent(old::add);
      after.cities(i).ifPresent(made::add);
    }
    if (old.isEmpty() || made.isEmpty()) {
      return; // the data has not been fetched
    }
    row("import of the cities, s", seconds(old), seconds(made));
    row("memory of the import, MB", peakMb(old), peakMb(made));
    row("file of the cities, MB", before.citiesMb(), after.citiesMb());
  }

  private static double seconds(List<Command.Cost> costs) {
    return Measures.least(costs.stream().map(Command.Cost::seconds).toList());
  }

  private static double peakMb(List<Command.Cost> costs) {
    return Measures.least(costs.stream().map(cost -> (double) cost.peakMb()).toList());
  }

  private void starts() {
    var old = new ArrayList<Double>();
    var made = new ArrayList<Double>();
    for (int i = 0; i < plan.starts(); i++) {
      old.add(before.startSeconds());
      made.add(after.startSeconds());
    }
    row("start to first answer, s of CPU", Measures.least(old), Measures.least(made));
  }

  private void load(Load old, Load made) {
    for (int round = 1; round <= plan.rounds(); round++) {
      System.out.println("round " + round + " of " + plan.rounds());
      for (int i = 0; i < old.scenarios.size(); i++) {
        boolean oldFirst = (round + i) % 2 == 0;
        (oldFirst ? old : made).measure(i);
        (oldFirst ? made : old).measure(i);
      }
    }
    for (var scenario : old.scenarios) {
      var name = scenario.name();
      row(name + ", µs of CPU", old.rounds.leastCpu(name), made.rounds.leastCpu(name));
    }
  }

  private void row(String name, double old, double made) {
    table.append("| %s | %.2f | %.2f | %.2f |%n".formatted(name, old, made, made / old));
  }

  private void write() throws IOException {
    var text =
        """
        # Two versions beside each other

        `bench/run --against <checkout of the other version>`: %d interleaved rounds of %d s, the least
        of all rounds; of imports the least of %d, of starts of %d.

        %s\
        """
            .formatted(plan.rounds(), plan.seconds(), IMPORTS, plan.starts(), table);
    Files.createDirectories(plan.out().getParent());
    Files.writeString(plan.out(), text);
    System.out.println(text);
  }

  /** The loads of one side. */
  private record Load(Rounds rounds, List<Scenario> scenarios) {
    void measure(int scenario) {
      rounds.measure(scenarios.get(scenario));
    }
  }

  /** One version with an instance of its own. */
  private record Side(Path repository, Path folder) {
    Command command() {
      return new Command(repository, folder);
    }

    ServerProcess server() {
      return ServerProcess.tinybase(repository, folder, SETTINGS);
    }

    double startSeconds() {
      try (var server = server()) {
        return server.startCost().cpuMillis() / 1e3;
      }
    }

    Optional<Command.Cost> cities(int run) throws IOException {
      var place = Files.createDirectories(folder.resolve("cities-" + run));
      return new Cities(repository, place).run().map(Cities.Result::cost);
    }

    double citiesMb() throws IOException {
      return Cities.fileMb(folder.resolve("cities-0"));
    }

    /** Warms every load up. */
    Load rounds(Plan plan, ServerProcess server) throws IOException, SQLException {
      var client = new Client(server.base());
      var token = client.register("load@example.com", "correct horse battery");
      var seed = new Seed(command());
      for (var collection : List.of("small", "medium", "large")) {
        seed.ids(collection);
      }
      var scenarios =
          new Scenarios(plan, server, server, token, folder)
              .all().stream()
                  .filter(it -> it.beside() == null && !it.name().equals(Scenarios.FLOOR))
                  .toList();
      var rounds = new Rounds(plan, new Wrk(plan), client);
      rounds.warmUp(scenarios);
      return new Load(rounds, scenarios);
    }
  }
}
