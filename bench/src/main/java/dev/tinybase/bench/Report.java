package dev.tinybase.bench;

import dev.tinybase.bench.HooksBench.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the figures and writes them as Markdown. */
final class Report {
  /** Three quarters of what the file took while ids and times were texts. */
  private static final double CITIES_MB = 46.6;

  private final Plan plan;
  private final List<Target> targets = new ArrayList<>();
  private final StringBuilder tables = new StringBuilder();
  private String flags = "";
  private Map<String, Measures> measures = Map.of();

  Report(Plan plan) {
    this.plan = plan;
  }

  void flags(List<String> options) {
    // where it was measured is nobody's business
    flags = String.join(" ", options).replaceAll("=/\\S*/(?=server/target/|lib/)", "=");
  }

  void cities(Optional<Cities.Result> result) {
    result.ifPresent(it -> {
      targets.add(
          Target.atLeast("import of " + it.places() + " cities, places/s", 20_000, it.perSecond()));
      targets.add(Target.atMost("memory of the import, MB", 300, (double) it.cost().peakMb()));
      targets.add(Target.atMost("file of these cities, MB", CITIES_MB, it.fileMb()));
    });
  }

  void starts(List<ServerProcess.Start> starts) {
    var cpu = starts.stream().map(start -> start.cpuMillis() / 1e3).toList();
    var wall = starts.stream().map(start -> start.wallMillis() / 1e3).toList();
    targets.add(Target.atMost("start to first answer, s of CPU", 0.55, Measures.least(cpu)));
    targets.add(Target.atMost("start to first answer, s of time", 0.45, Measures.least(wall)));
    line(
        "Start to first answer: %.2f s of CPU, %.2f s of time (medians of %d)."
            .formatted(Measures.median(cpu), Measures.median(wall), starts.size()));
  }

  void idle(long mb) {
    targets.add(Target.atMost("memory idle, MB", 150, (double) mb));
  }

  void peak(long mb) {
    targets.add(Target.atMost("memory under load, MB", 300, (double) mb));
  }

  void measures(Map<String, Measures> all) {
    measures = all;
    line("");
    line(
        "| load | CPU µs per request: least | median | × floor | requests/s | p50 ms | p99 ms | worst ms |");
    line("|---|--:|--:|--:|--:|--:|--:|--:|");
    all.forEach((name, it) ->
        line(
            "| %s | %.1f | %.1f | %.2f | %.0f | %.2f | %.2f | %.0f |"
                .formatted(
                    name,
                    it.leastCpu(),
                    it.medianCpu(),
                    floors(name),
                    it.perSecond(),
                    it.p50() / 1e3,
                    it.p99() / 1e3,
                    it.worst() / 1e3)));
    targets.add(Target.atMost("read by id, × floor", 2.8, floors(Scenarios.READ)));
    targets.add(
        Target.atMost(
            "call of a trivial function, × read by id",
            1.5,
            ratio(Scenarios.CALL, Scenarios.READ)));
    targets.add(Target.atMost("create, × floor", 4, floors(Scenarios.CREATE)));
    targets.add(Target.atMost("list of 20 with total, × floor", 7, floors(Scenarios.LIST)));
    targets.add(
        Target.atMost(
            "indexed filter with total when nothing was written, × plain list",
            1.5,
            ratio(Scenarios.INDEXED, Scenarios.LIST)));
    scale(Scenarios.READ, "small");
    scale(Scenarios.LIST, "small");
    scaleOfCreate();
    mixed();
  }

  void functions(FunctionFigures it) {
    flags(it.flags());
    targets.add(
        Target.atMost(it.functions() + " functions load, compiled, s", 3, it.coldSeconds()));
    targets.add(
        Target.atMost(it.functions() + " functions load, cached, s", 0.5, it.cachedSeconds()));
    targets.add(Target.atMost("save to live, p95, ms", 1000, it.saveToLiveP95Millis()));
    targets.add(Target.atMost("live heap grown by 10,000 calls, MB", 1, it.heapGrowthMb()));
    targets.add(Target.atMost("fib(32) in a function, × plain Java", 1.1, it.fibRatio()));
    targets.add(Target.atMost("call in a worker process, µs of time", 300, it.processMicros()));
    line("");
    line(
        "Calls one after the other over one connection: %.0f µs of time in the server, %.0f µs in a worker. Live heap before and after 10,000 calls: %d and %d KB."
            .formatted(it.threadMicros(), it.processMicros(), it.heapBeforeKb(), it.heapAfterKb()));
  }

  void streams(StreamsBench.Figures it) {
    flags(it.flags());
    targets.add(
        Target.atMost(
            "memory of %,d idle streams, MB".formatted(it.streams()),
            200,
            (double) (it.afterMb() - it.beforeMb())));
    line("");
    line(
        "Resident memory: %d MB before the streams, %d MB with %,d of them after 40 seconds of silence, %d MB after each was told something. Until the last one had heard it: %.2f s. CPU while only heartbeats happen: %.1f %% of one core."
            .formatted(
                it.beforeMb(),
                it.afterMb(),
                it.streams(),
                it.toldMb(),
                it.tellSeconds(),
                it.cpuPercent()));
  }

  void memory(MemoryBench.Figures it) {
    flags(it.flags());
    targets.add(Target.atMost("own memory, idle, MB", 90, (double) it.idle()));
    targets.add(
        Target.atMost(
            "own memory two minutes after functions were compiled, MB",
            140,
            (double) it.compiled()));
    targets.add(
        Target.atMost("own memory two minutes after a load, MB", 140, (double) it.loaded()));
    line("");
    line("Own memory at the end of the load: %d MB.".formatted(it.loadEnd()));
  }

  void hooks(HooksBench.Figures it) {
    flags(it.flags());
    double create = it.of(Load.CREATE_BESIDE);
    targets.add(Target.atMost("create, × without hooks", 1.05, create / it.of(Load.CREATE)));
    targets.add(
        Target.atMost(
            "read by id, × without hooks", 1.05, it.of(Load.READ_BESIDE) / it.of(Load.READ)));
    targets.add(
        Target.atMost(
            "list of 20, × without hooks", 1.05, it.of(Load.LIST_BESIDE) / it.of(Load.LIST)));
    targets.add(
        Target.atMost("before-hook of a create, µs of CPU", 5, it.of(Load.CREATE_BEFORE) - create));
    targets.add(
        Target.atMost("after-hook of a create, µs of CPU", 25, it.of(Load.CREATE_AFTER) - create));
    targets.add(
        Target.atMost(
            "list of 20 with a read hook, × without",
            1.3,
            it.of(Load.LIST_VIEWED) / it.of(Load.LIST_BESIDE)));
    line("");
    line("| load | CPU µs per request |");
    line("|---|--:|");
    it.micros().forEach((load, micros) -> line("| %s | %.1f |".formatted(load.words, micros)));
  }

  void jobs(JobsBench.Figures it) {
    flags(it.flags());
    var costs = it.costs();
    double p99 = it.late().get((int) Math.ceil(it.late().size() * 0.99) - 1);
    targets.add(
        Target.atMost(
            "CPU of an idle server with %,d schedules, × without".formatted(it.idle().schedules()),
            1.1,
            it.idle().fullMillis() / it.idle().emptyMillis()));
    targets.add(
        Target.atMost(
            "until %,d that are due at once have started, s".formatted(it.due().count()),
            10,
            it.due().seconds()));
    targets.add(
        Target.atMost("of these before one that was due earlier", 0, it.due().disordered()));
    targets.add(Target.atMost("lateness of a schedule on an idle server, p99, ms", 50, p99));
    targets.add(Target.atMost("job from POST to its end, µs of CPU", 120, costs.sqlite()));
    targets.add(
        Target.atMost(
            "the same on PostgreSQL, × the database's part",
            2,
            costs.postgres() / costs.database()));
    targets.add(
        Target.atMost(
            "ctx.enqueue in a function, µs of CPU", 25, costs.enqueueing() - costs.call()));
    line("");
    line(
        "Idle for a minute: %.0f ms of CPU without schedules, %.0f ms with them. Lateness: %.1f ms at the median, %.1f ms at most, of %d runs. A job on PostgreSQL: %.1f µs of CPU in the server, %.1f µs in PostgreSQL. A call that does nothing: %.1f µs; one that enqueues: %.1f µs."
            .formatted(
                it.idle().emptyMillis(),
                it.idle().fullMillis(),
                Measures.median(it.late()),
                it.late().getLast(),
                it.late().size(),
                costs.postgres(),
                costs.database(),
                costs.call(),
                costs.enqueueing()));
  }

  void soak(SoakBench.Figures it) {
    flags(it.flags());
    targets.add(
        Target.atMost(
            "p99 of normal requests beside hostile clients, × the quiet one",
            3,
            it.attacked().p99Millis() / it.quiet().p99Millis()));
    targets.add(Target.atMost("normal requests that failed", 0, (double) it.attacked().failures()));
    targets.add(Target.atMost("faults found at the end", 0, it.faults().size()));
    line("");
    line("| normal clients | requests | failed | median ms | p99 ms |");
    line("|---|--:|--:|--:|--:|");
    normal("quiet", it.quiet());
    normal("beside hostile clients for " + it.seconds() + " s", it.attacked());
    line("");
    line("| hostile clients and what became of them | times |");
    line("|---|--:|");
    it.hostile().forEach((what, count) -> line("| %s | %,d |".formatted(what, count.sum())));
    line("");
    line(
        "Most resident memory: %d MB. Faults: %s."
            .formatted(
                it.peakMb(), it.faults().isEmpty() ? "none" : String.join("; ", it.faults())));
  }

  private void normal(String when, SoakBench.Normal it) {
    line(
        "| %s | %,d | %,d | %.1f | %.1f |"
            .formatted(when, it.requests(), it.failures(), it.medianMillis(), it.p99Millis()));
  }

  void raw(Map<String, List<Double>> micros) {
    line("");
    line("| plain sqlite-jdbc in one thread | CPU µs each: least | median | server × raw |");
    line("|---|--:|--:|--:|");
    micros.forEach((name, values) ->
        line(
            "| %s | %.1f | %.1f | %.2f |"
                .formatted(
                    name,
                    Measures.least(values),
                    Measures.median(values),
                    cpu(name) / Measures.least(values))));
    var raw = Measures.least(micros.getOrDefault(Scenarios.UNINDEXED, List.of()));
    targets.add(
        Target.atMost(
            Scenarios.UNINDEXED_NEW + ", × raw SQL", 1.1, cpu(Scenarios.UNINDEXED_NEW) / raw));
    targets.add(
        Target.atMost(
            "unindexed filter with total when nothing was written, × raw SQL",
            0.6,
            cpu(Scenarios.UNINDEXED) / raw));
  }

  /** Writes it, with the page that tells how the figures come about. */
  void write(String method) throws IOException {
    var text = new StringBuilder("# Benchmark\n\n");
    text.append(machine());
    text.append("\n| target | at | reached | |\n|---|--:|--:|---|\n");
    targets.forEach(target -> text.append(target.row()));
    text.append('\n').append(tables);
    text.append('\n').append(Files.readString(plan.home().resolve(method)));
    Files.createDirectories(plan.out().getParent());
    Files.writeString(plan.out(), text);
    System.out.println(text);
    System.out.println("written to " + plan.out());
  }

  private void scale(String name, String small) {
    var ratio = ratio(Scenarios.scaled(name, "large"), Scenarios.scaled(name, small));
    targets.add(
        Target.atMost(
            "%s at %,d records, × that at %,d".formatted(name, plan.large(), plan.small()),
            1.3,
            ratio));
  }

  private void scaleOfCreate() {
    var ratio = ratio(Scenarios.scaled(Scenarios.CREATE, "large"), Scenarios.CREATE);
    targets.add(
        Target.atMost(
            "create beside %,d records, × that in a young collection".formatted(plan.large()),
            1.3,
            ratio));
  }

  /** Reads beside writes against the same reads alone. */
  private void mixed() {
    var alone = named(name -> name.startsWith(Scenarios.READ + " (") && !name.contains("beside"));
    var mixed = named(name -> name.contains("beside"));
    targets.add(
        Target.atMost("p99 of reads beside writes, × without", 3, mixed.p99() / alone.p99()));
    targets.add(Target.atMost("slowest answer of the mixed load, ms", 1000, mixed.worst() / 1e3));
  }

  private Measures named(java.util.function.Predicate<String> name) {
    return measures.entrySet().stream()
        .filter(entry -> name.test(entry.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private double ratio(String name, String other) {
    return cpu(name) / cpu(other);
  }

  private double floors(String name) {
    return ratio(name, Scenarios.FLOOR);
  }

  private double cpu(String name) {
    var all = measures.get(name);
    return all == null ? Double.NaN : all.leastCpu();
  }

  private String machine() throws IOException {
    var processor =
        Files.readString(Path.of("/proc/cpuinfo"))
            .lines()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown processor");
    return """
    %s, %d cores of %s, %s %s, JDK %s.%s

    Flags of the JVM: `%s`
    """
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            processor,
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version(),
            rounds(),
            flags);
  }

  private String rounds() {
    return measures.isEmpty()
        ? ""
        : " %d rounds of %d s, %d connections, one wrk thread."
            .formatted(plan.rounds(), plan.seconds(), plan.connections());
  }

  private void line(String text) {
    tables.append(text).append('\n');
  }
}
