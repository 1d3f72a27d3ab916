package dev.tinybase.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the whole benchmark and writes its report. */
public final class Bench {
  private static final String PASSWORD = "correct horse battery";
  private static final int STARTS = 15;

  private final Plan plan;
  private final Wrk wrk;
  private final Path repository;
  private final Path folder;
  private final Report report;

  private Bench(Plan plan) throws IOException {
    this.plan = plan;
    wrk = new Wrk(plan);
    repository = plan.home().resolve("..").normalize();
    folder = Files.createTempDirectory("tinybase-bench");
    report = new Report(plan);
  }

  /** {@code --quick} makes a smoke run of less than a minute. */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    if (List.of(args).equals(List.of("--types"))) {
      types();
      return;
    }
    if (List.of(args).equals(List.of("--streams"))) {
      streams();
      return;
    }
    if (List.of(args).equals(List.of("--memory"))) {
      memory();
      return;
    }
    if (List.of(args).equals(List.of("--starts"))) {
      onlyStarts();
      return;
    }
    if (args.length > 0 && args[0].equals("--soak")) {
      soak(List.of(args));
      return;
    }
    if (args.length > 0 && args[0].equals("--jobs")) {
      jobs(Plan.parse(List.of(args).subList(1, args.length)));
      return;
    }
    if (args.length > 0 && args[0].equals("--hooks")) {
      var rounds = Stream.of("--rounds", "8", "--seconds", "2");
      hooks(Plan.parse(Stream.concat(rounds, Stream.of(args).skip(1)).toList()));
      return;
    }
    var bench = new Bench(Plan.parse(List.of(args)));
    try {
      bench.runAll();
    } finally {
      Folders.delete(bench.folder);
    }
  }

  private void runAll() throws IOException, SQLException {
    if (plan.against() != null) {
      new Comparison(plan, repository, folder).run();
      return;
    }
    functions();
    if (!plan.onlyFunctions()) {
      run();
    }
  }

  private static void streams() throws IOException {
    var plan = Plan.parse(List.of());
    var folder = Files.createTempDirectory("tinybase-bench");
    try {
      var report = new Report(plan.to(plan.out().resolveSibling("STREAMS.md")));
      report.streams(new StreamsBench(plan.home().resolve("..").normalize(), folder).run());
      report.write("METHOD-STREAMS.md");
    } finally {
      Folders.delete(folder);
    }
  }

  private static void memory() throws IOException {
    var plan = Plan.parse(List.of());
    var folder = Files.createTempDirectory("tinybase-bench");
    try {
      var report = new Report(plan.to(plan.out().resolveSibling("MEMORY.md")));
      var home = plan.home().resolve("..").normalize();
      report.memory(new MemoryBench(new Wrk(plan), home, folder).run());
      report.write("METHOD-MEMORY.md");
    } finally {
      Folders.delete(folder);
    }
  }

  private static void onlyStarts() throws IOException {
    var plan = Plan.parse(List.of());
    var bench = new Bench(plan.to(plan.out().resolveSibling("STARTS.md")));
    try {
      new Seed(new Command(bench.repository, bench.folder)).collection("medium", true, 10_000);
      bench.report.starts(bench.starts(STARTS));
      bench.report.write("METHOD-STARTS.md");
    } finally {
      Folders.delete(bench.folder);
    }
  }

  /** {@code --seconds N} shortens it, {@code --only WORDS} leaves other hostile clients out. */
  private static void soak(List<String> args) throws IOException {
    int seconds = Integer.parseInt(option(args, "--seconds", "600"));
    var kind = option(args, "--only", "");
    var plan = Plan.parse(List.of());
    var folder = Files.createTempDirectory("tinybase-bench");
    try {
      var report = new Report(plan.to(plan.out().resolveSibling("SOAK.md")));
      var home = plan.home().resolve("..").normalize();
      var figures = new SoakBench(home, folder, seconds, kind).run();
      report.soak(figures);
      report.write("METHOD-SOAK.md");
      if (!figures.faults().isEmpty()) {
        throw new IllegalStateException(String.join("; ", figures.faults()));
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static String option(List<String> args, String name, String otherwise) {
    int at = args.indexOf(name);
    return at >= 0 && at + 1 < args.size() ? args.get(at + 1) : otherwise;
  }

  private static void jobs(Plan plan) throws IOException {
    var folder = Files.createTempDirectory("tinybase-bench");
    try {
      var report = new Report(plan.to(plan.out().resolveSibling("JOBS.md")));
      report.jobs(new JobsBench(plan, plan.home().resolve("..").normalize(), folder).run());
      report.write("METHOD-JOBS.md");
    } finally {
      Folders.delete(folder);
    }
  }

  private static void hooks(Plan plan) throws IOException {
    var folder = Files.createTempDirectory("tinybase-bench");
    try {
      var report = new Report(plan.to(plan.out().resolveSibling("HOOKS.md")));
      report.hooks(new HooksBench(plan, plan.home().resolve("..").normalize(), folder).run());
      report.write("METHOD-HOOKS.md");
    } finally {
      Folders.delete(folder);
    }
  }

  private static void types() throws IOException {
    var folder = Files.createTempDirectory("tinybase-bench");
    try {
      System.out.print(RequestTypes.report(Path.of("").toAbsolutePath(), folder));
    } finally {
      Folders.delete(folder);
    }
  }

  private void run() throws IOException, SQLException {
    System.out.println("seeding");
    var command = new Command(repository, folder);
    new Seed(command).collections(plan);
    report.cities(new Cities(repository, Files.createDirectory(folder.resolve("cities"))).run());
    report.starts(starts(plan.starts()));
    FunctionFiles.in(folder).trivial();
    try (var server =
            ServerProcess.tinybase(
                repository, folder, Map.of("TINYBASE_FUNCTIONS_MAX_CONCURRENT_PER_USER", "1000"));
        var floor = ServerProcess.floor(server.options(), folder)) {
      load(server, floor);
    }
    report.write("METHOD.md");
  }

  private void functions() throws IOException {
    System.out.println("functions");
    var functions = new Report(plan.to(plan.out().resolveSibling("FUNCTIONS.md")));
    var instance = Files.createDirectory(folder.resolve("functions-bench"));
    functions.functions(new FunctionsBench(repository, instance).run());
    functions.write("METHOD-FUNCTIONS.md");
  }

  /** Several starts on the seeded instance. */
  private List<ServerProcess.Start> starts(int count) {
    List<ServerProcess.Start> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (var server = ServerProcess.tinybase(repository, folder)) {
        starts.add(server.startCost());
        report.flags(server.options());
        if (i == count - 1) {
          report.idle(server.idleMb());
        }
      }
    }
    return starts;
  }

  private void load(ServerProcess server, ServerProcess floor) throws IOException, SQLException {
    report.flags(server.options());
    var client = new Client(server.base());
    var token = client.register("load@example.com", PASSWORD);
    var seed = new Seed(new Command(repository, folder));
    seed.ids("small");
    seed.ids("large");
    var ids = seed.ids("medium");
    var scenarios = new Scenarios(plan, server, floor, token, folder).all();
    try (var raw = new Raw(database(), "medium", "fresh", ids)) {
      var measures = new Rounds(plan, wrk, client).run(scenarios, () -> rawRound(raw));
      report.measures(measures);
      report.raw(raw.micros());
    }
    report.peak(server.stats().peakMb());
  }

  private static void rawRound(Raw raw) {
    try {
      raw.round();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path database() {
    return folder.resolve("tinybase.db");
  }
}
