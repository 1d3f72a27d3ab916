package dev.tinybase.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Measures what schedules and jobs cost, and how punctual they are. */
final class JobsBench {
  private static final int SCHEDULES = 100_000;
  private static final int DUE = 10_000;
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final int TICKS = 120;

  /**
   * What was measured.
   *
   * @param flags of the server's JVM
   * @param late how late the runs of a schedule of one second began, in milliseconds, sorted
   */
  record Figures(
      List<String> flags, Idle idle, Due due, List<Double> late, JobCosts.Figures costs) {}

  /**
   * Two idle servers in the same minute.
   *
   * @param emptyMillis CPU time of the one without schedules
   * @param fullMillis that of the one with many of them
   */
  record Idle(int schedules, double emptyMillis, double fullMillis) {}

  /**
   * Schedules that were due at the same second.
   *
   * @param seconds until the last one has started
   * @param disordered how many started before one that was due earlier
   */
  record Due(int count, double seconds, int disordered) {}

  private final Plan plan;
  private final Path repository;
  private final Path folder;

  JobsBench(Plan plan, Path repository, Path folder) {
    this.plan = plan;
    this.repository = repository;
    this.folder = folder;
  }

  Figures run() throws IOException {
    fill();
    var idle = idle();
    try (var server = server("empty", Map.of())) {
      var client = JobsClient.of(server);
      var due = due(client);
      System.out.println(due);
      return new Figures(server.options(), idle, due, lateness(client), costs());
    }
  }

  private Idle idle() {
    try (var empty = server("empty", Map.of());
        var full = server("full", Map.of())) {
      pause(SILENCE.dividedBy(2));
      long before = empty.stats().cpuMicros();
      long beforeFull = full.stats().cpuMicros();
      pause(SILENCE);
      var idle =
          new Idle(
              SCHEDULES,
              (empty.stats().cpuMicros() - before) / 1e3,
              (full.stats().cpuMicros() - beforeFull) / 1e3);
      System.out.println(idle);
      return idle;
    }
  }

  private JobCosts.Figures costs() throws IOException {
    try (var postgres = new PostgresServer(folder.resolve("postgres"));
        var onSqlite = server("sqlite", Map.of());
        var onPostgres = server("on-postgres", postgres.settings("bench"));
        var calls = server("calls", Map.of())) {
      return new JobCosts(plan).run(onSqlite, onPostgres, postgres, calls);
    }
  }

  /** Schedules of which none is due soon. */
  private void fill() {
    System.out.println("making " + SCHEDULES + " schedules");
    try (var server = server("full", Map.of())) {
      JobsClient.of(server).schedules(SCHEDULES, number -> body(number, yearly(number)));
    }
  }

  /** Half of them at one second, half at the next one, while they still start. */
  private static Due due(JobsClient client) {
    var moment = Instant.now().plusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    client.schedules(DUE, number -> body(number, once(moment.plusSeconds(number % 2))));
    if (Instant.now().isAfter(moment)) {
      throw new IllegalStateException("making " + DUE + " schedules took more than a minute");
    }
    pause(Duration.between(Instant.now(), moment).plusSeconds(12));
    client.awaitAll();
    var jobs = new ArrayList<>(client.of("nothing"));
    if (jobs.size() != DUE) {
      throw new IllegalStateException(jobs.size() + " jobs of " + DUE + " schedules");
    }
    jobs.sort(
        Comparator.<JsonNode, Instant>comparing(job -> JobsClient.time(job, "started_at"))
            .thenComparing(job -> JobsClient.time(job, "scheduled_at"))); // claimed at once
    var last = JobsClient.time(jobs.getLast(), "started_at");
    return new Due(DUE, millis(moment, last) / 1e3, disordered(jobs));
  }

  private static int disordered(List<JsonNode> started) {
    int disordered = 0;
    var latest = Instant.MIN;
    for (var job : started) {
      var moment = JobsClient.time(job, "scheduled_at");
      disordered += moment.isBefore(latest) ? 1 : 0;
      latest = moment.isAfter(latest) ? moment : latest;
    }
    return disordered;
  }

  private static List<Double> lateness(JobsClient client) {
    System.out.println("a schedule of one second for " + TICKS + " s");
    var id = client.schedule(body(0, "{\"method\":\"interval\",\"unit\":\"seconds\",\"value\":1}"));
    pause(Duration.ofSeconds(TICKS + 1));
    return client.runs(id).stream()
        .filter(job -> job.path("started_at").isString())
        .map(
            job -> millis(JobsClient.time(job, "scheduled_at"), JobsClient.time(job, "started_at")))
        .sorted()
        .toList();
  }

  private static String yearly(int number) {
    return "{\"method\":\"cron\",\"cron\":\"%d %d 1 1 *\"}".formatted(number % 60, number % 24);
  }

  private static String once(Instant moment) {
    var time = moment.atOffset(ZoneOffset.UTC);
    return "{\"method\":\"once\",\"date\":\"%s\",\"time\":\"%s\",\"timezone\":\"UTC\"}"
        .formatted(
            DateTimeFormatter.ISO_LOCAL_DATE.format(time),
            DateTimeFormatter.ofPattern("HH:mm:ss").format(time));
  }

  private static String body(int number, String schedule) {
    return "{\"name\":\"number %d\",\"function_name\":\"nothing\",\"schedule\":%s}"
        .formatted(number, schedule);
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }

  private Path instance(String name) throws IOException {
    var instance = Files.createDirectories(folder.resolve(name));
    FunctionFiles.in(instance).enqueueing();
    return instance;
  }

  private ServerProcess server(String name, Map<String, String> more) {
    try {
      var settings = new HashMap<>(more);
      settings.put("TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true");
      settings.put("TINYBASE_FUNCTIONS_MAX_CONCURRENT_PER_USER", "1000");
      return ServerProcess.tinybase(repository, instance(name), settings);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
