package dev.tinybase.cli;

import dev.tinybase.json.Json;
import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "create",
    description = "Makes a schedule that runs a function by the clock, at a span, or once.",
    footer = {
      "  tinybase schedules create nightly --function send_report --cron '0 3 * * *'",
      "  tinybase schedules create poll --function poll_feeds --every 5m --overlap queue",
      "  tinybase schedules create party --function invite --at 2026-12-24T18:00 --zone Asia/Tokyo"
    })
final class SchedulesCreateCommand implements Runnable {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "A name of your choice.")
  private String name = "";

  @Option(
      names = "--function",
      required = true,
      paramLabel = "NAME",
      completionCandidates = NameCandidates.Functions.class,
      description = "The function that it runs.")
  private String function = "";

  @Mixin private SchedulePattern times = new SchedulePattern();

  @Mixin private InputOption input = new InputOption();

  @Option(
      names = "--overlap",
      paramLabel = "POLICY",
      description = "While an earlier run has not ended: skip (the default), queue or parallel.")
  private @Nullable Overlap overlap;

  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description = "With --overlap parallel, at once (10).")
  private @Nullable Integer parallel;

  @Option(
      names = "--catch-up",
      paramLabel = "POLICY",
      description = "What is made up for that fell due without a server: latest, none or all.")
  private @Nullable CatchUp catchUp;

  @Option(
      names = "--catch-up-limit",
      paramLabel = "N",
      description = "With --catch-up all, at most (100).")
  private @Nullable Integer catchUpLimit;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "How often a failed run is tried again (0).")
  private @Nullable Integer retries;

  @Option(
      names = "--retry-delay",
      paramLabel = "SPAN",
      description = "Before the first retry, doubled each time (10s).")
  private @Nullable TimeSpan retryDelay;

  @Option(names = "--timeout", paramLabel = "SPAN", description = "How long a run may take.")
  private @Nullable TimeSpan timeout;

  @Option(
      names = "--pause-after-failures",
      paramLabel = "N",
      description = "Pause after so many in a row.")
  private @Nullable Integer pauseAfter;

  @Option(
      names = "--starts-at",
      paramLabel = "TIME",
      description = "No run before, such as 2026-12-24T18:00:00Z.")
  private @Nullable String startsAt;

  @Option(names = "--ends-at", paramLabel = "TIME", description = "No run after.")
  private @Nullable String endsAt;

  @Option(names = "--paused", description = "Make it paused; 'resume' starts it.")
  private boolean paused;

  @Option(names = "--json", description = "Print the schedule as JSON.")
  private boolean json;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  SchedulesCreateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    var body = body();
    try (var api = environment.open(shell)) {
      api.loadFunctions();
      var made = api.send("POST", ScheduleClient.ALL, body);
      var next = made.path("next_run_at");
      var when =
          next.isString()
              ? "runs " + new Moments(shell.clock()).relative(next.stringValue())
              : "is paused";
      shell
          .out()
          .println(
              json
                  ? Json.pretty(made)
                  : "%s: %s; %s."
                      .formatted(
                          ScheduleClient.name(made), made.path("description").asString(), when));
    }
  }

  /** What is not said is left to the server. */
  private ObjectNode body() {
    var schedule =
        times.find().orElseThrow(() -> new UsageError("say when: by --cron, --every or --at"));
    var body =
        Json.object()
            .put("name", name)
            .put("function_name", function)
            .put("is_active", !paused)
            .put("overlap", RequestPath.word(overlap))
            .put("max_parallel", parallel)
            .put("catch_up", RequestPath.word(catchUp))
            .put("catch_up_limit", catchUpLimit)
            .put("retries", retries)
            .put("retry_delay_seconds", seconds(retryDelay))
            .put("timeout_seconds", seconds(timeout))
            .put("pause_after_failures", pauseAfter)
            .put("starts_at", startsAt)
            .put("ends_at", endsAt)
            .removeIf(JsonNode::isNull);
    input.read(shell).ifPresent(data -> body.set("input_data", data));
    return body.set("schedule", schedule);
  }

  private static @Nullable Long seconds(@Nullable TimeSpan span) {
    return span == null ? null : (Long) span.duration().toSeconds();
  }
}
