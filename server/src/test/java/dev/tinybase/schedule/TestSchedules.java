package dev.tinybase.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.TestClock;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.invoke.CodeSchedule;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobEngine;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.jobs.JobResult;
import dev.tinybase.jobs.JobRunner;
import dev.tinybase.jobs.JobService;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Auth;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Schedules with a clock that stands still, and jobs that run when a test says so. */
final class TestSchedules implements AutoCloseable {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  final String url;
  final TestClock clock;
  final Database database;
  final Registry functions = new Registry();
  final JobEngine engine;
  final JobService jobs;
  final ScheduleService service;
  private final String node;
  ScheduleLoop loop;

  TestSchedules(Engine engine) {
    this(engine.migratedUrl(), new TestClock(), "one");
  }

  /** Another server on the same database. */
  TestSchedules(String url, TestClock clock, String node) {
    this.url = url;
    this.database = Engine.open(url);
    this.clock = clock;
    this.node = node;
    engine =
        new JobEngine(
            database,
            clock,
            new JobEngine.Options(
                node,
                16,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                new Random(1)));
    engine.listen(new ScheduleOutcomes());
    jobs = new JobService(database, clock, engine);
    service = new ScheduleService(database, functions, jobs, BERLIN, clock);
    declare();
    loop = start();
  }

  /** As a server that starts. */
  ScheduleLoop start() {
    return start(List.of());
  }

  ScheduleLoop start(List<SystemTask> tasks) {
    var settings = new Settings.Scheduler(true, 5, 60, 360, 1800, 500, 16);
    var declared = new DeclaredSchedules(database, functions, tasks, BERLIN);
    loop = new ScheduleLoop(database, settings, node, BERLIN, service, jobs, declared, clock);
    return loop;
  }

  /** Makes a schedule of one second that begins now. */
  ScheduleInfo everySecond(SchedulePolicy policy) {
    return create(every("seconds", 1), policy);
  }

  ScheduleInfo create(ObjectNode schedule, SchedulePolicy policy) {
    return service.create(
        new NewSchedule("s", "f", schedule, Json.object(), true, policy, null, null), null);
  }

  static ObjectNode every(String unit, int value) {
    return Json.object().put("method", "interval").put("unit", unit).put("value", value);
  }

  static ObjectNode cron(String text) {
    return Json.object().put("method", "cron").put("cron", text);
  }

  static ObjectNode once(Instant at) {
    var time = at.toString();
    return Json.object()
        .put("method", "once")
        .put("date", time.substring(0, 10))
        .put("time", time.substring(11, 19))
        .put("timezone", "UTC");
  }

  /** The clock goes on second by second, with a look at each of them. */
  void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      clock.advance(Duration.ofSeconds(1));
      loop.look();
    }
  }

  /** The jobs of a schedule, oldest first. */
  List<Job> runs(UUID schedule) {
    var filter = new JobFilter(null, null, schedule, null, JobFilter.Source.ALL);
    return jobs.list(filter, 1000, 0, null, false).jobs().reversed();
  }

  List<String> statuses(UUID schedule) {
    return runs(schedule).stream().map(TestSchedules::status).toList();
  }

  private static String status(Job job) {
    var occurrence = job.request().occurrence();
    boolean held = occurrence != null && occurrence.held();
    return held ? "held" : job.status().word();
  }

  /** Ends the oldest job of a schedule that is due. */
  void end(UUID schedule, Job.Status status) {
    if (status == Job.Status.CANCELLED) {
      var open = runs(schedule).stream().filter(job -> status(job).equals("queued")).findFirst();
      jobs.cancel(open.orElseThrow().id());
      return;
    }
    JobRunner runner =
        (_, _) ->
            status == Job.Status.SUCCEEDED
                ? new JobResult.Succeeded(JobResult.Attempt.UNRECORDED)
                : new JobResult.Failed("Bad", null, false, JobResult.Attempt.UNRECORDED);
    var ran = engine.runDue(runner, 1);
    assertThat(ran).extracting(Job::status).containsExactly(status);
  }

  /** A change of functions, as of a saved file. */
  void declare(CodeSchedule... schedules) {
    functions.replace(Declarations.FOLDER, Declarations.of(Map.of("f", function("f", schedules))));
  }

  /** A change of an extension named {@code x}, which has the function {@code g}. */
  void declareExtension(boolean isEnabled, boolean isLoaded, CodeSchedule... schedules) {
    var all =
        isEnabled && isLoaded
            ? Map.of("g", ofExtension(function("g", schedules)))
            : Map.<String, Registry.Function>of();
    functions.replace(
        "x",
        new Declarations(
            all, Map.of(), List.of(), List.of(), Map.of(), !isEnabled, !isEnabled || isLoaded));
  }

  private static Registry.Function ofExtension(Registry.Function made) {
    return new Registry.Function(
        made.entry(), made.path(), made.hash(), null, "x", made.loadedAt(), made.uses());
  }

  static Registry.Function function(String name, CodeSchedule... schedules) {
    var signature =
        new Signature(
            name,
            null,
            Auth.ADMIN,
            List.of(),
            null,
            0,
            Set.of("POST"),
            Signature.Takes.INPUT,
            Signature.Returns.NOTHING,
            List.of(schedules));
    return new Registry.Function(new NeverRun(signature), name + ".java", "", null, Instant.EPOCH);
  }

  private record NeverRun(Signature signature) implements FunctionFile.Entry {
    @Override
    public FunctionFile file() {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable ObjectNode inputSchema() {
      return null;
    }

    @Override
    public @Nullable ObjectNode outputSchema() {
      return null;
    }

    @Override
    public void check(Input input) {}

    @Override
    public CallResult invoke(CallInfo call, Host host, Input input) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public void close() {
    engine.close();
    database.close();
  }
}
