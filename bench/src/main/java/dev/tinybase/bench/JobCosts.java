package dev.tinybase.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a job costs, from the request that enqueues it to its end, in rounds on both databases. */
final class JobCosts {
  /**
   * What was measured, in microseconds of CPU time.
   *
   * @param sqlite the server's, for each job
   * @param postgres the server's on PostgreSQL
   * @param database PostgreSQL's own
   * @param call of a function that does nothing
   * @param enqueueing of one that enqueues a job
   */
  record Figures(double sqlite, double postgres, double database, double call, double enqueueing) {}

  private static final String JOB = "{\"function_name\":\"nothing\",\"payload\":{}}";

  private final Plan plan;
  private final Wrk wrk;
  private final List<Double> sqlite = new ArrayList<>();
  private final List<Double> postgres = new ArrayList<>();
  private final List<Double> database = new ArrayList<>();
  private final List<Double> call = new ArrayList<>();
  private final List<Double> enqueueing = new ArrayList<>();

  JobCosts(Plan plan) {
    this.plan = plan;
    this.wrk = new Wrk(plan);
  }

  /**
   * Loads servers in turn.
   *
   * @param onPostgres runs on {@code server}
   * @param calls takes the jobs that wait for an hour, so that nothing waits on the others
   */
  Figures run(
      ServerProcess onSqlite, ServerProcess onPostgres, PostgresServer server, ServerProcess calls)
      throws IOException {
    var one = new Load(onSqlite);
    var two = new Load(onPostgres);
    var three = new Load(calls);
    one.jobs(plan.warmUp());
    two.jobs(plan.warmUp());
    three.calls("nothing", plan.warmUp());
    three.calls("enqueue_nothing", plan.warmUp());
    for (int round = 1; round <= plan.rounds(); round++) {
      sqlite.add(one.jobs(plan.seconds()));
      long before = server.cpuMicros();
      postgres.add(two.jobs(plan.seconds()));
      database.add((double) (server.cpuMicros() - before) / two.requests);
      call.add(three.calls("nothing", plan.seconds()));
      enqueueing.add(three.calls("enqueue_nothing", plan.seconds()));
      System.out.printf(
          "round %d of %d: job %.1f us, on PostgreSQL %.1f and %.1f us, call %.1f us, enqueueing %.1f us%n",
          round,
          plan.rounds(),
          sqlite.getLast(),
          postgres.getLast(),
          database.getLast(),
          call.getLast(),
          enqueueing.getLast());
    }
    return new Figures(
        Measures.least(sqlite),
        Measures.least(postgres),
        Measures.least(database),
        Measures.least(call),
        Measures.least(enqueueing));
  }

  /** The load of one server. */
  private final class Load {
    private final ServerProcess server;
    private final JobsClient jobs;
    private final String token;
    private long requests;

    Load(ServerProcess server) {
      this.server = server;
      jobs = JobsClient.of(server);
      token = jobs.client().token();
    }

    /** Microseconds of the server for each job, until the last one has ended. */
    double jobs(int seconds) {
      long before = server.stats().cpuMicros();
      post("/api/admin/jobs", JOB, seconds);
      jobs.awaitAll();
      return (double) (server.stats().cpuMicros() - before) / requests;
    }

    /** Microseconds of the server for each call. */
    double calls(String function, int seconds) {
      long before = server.stats().cpuMicros();
      post("/api/functions/" + function, "{}", seconds);
      return (double) (server.stats().cpuMicros() - before) / requests;
    }

    private void post(String path, String body, int seconds) {
      var environment = Map.of("BENCH_TOKEN", token, "BENCH_PATH", path, "BENCH_BODY", body);
      var load = wrk.run(server.base(), "post.lua", plan.connections(), seconds, environment);
      requests = load.checked(path).requests();
    }
  }
}
