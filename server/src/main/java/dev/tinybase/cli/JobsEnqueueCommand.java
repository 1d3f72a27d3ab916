package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "enqueue",
    description = {
      "Makes a job: a run of a function that is tried until it succeeds.",
      "A server that runs on the database takes it at once, or else when it starts."
    },
    footer = {
      "  tinybase jobs enqueue send_receipt --data '{\"order\": 42}' --key receipt-42",
      "  tinybase jobs enqueue send_report --in 5m --attempts 10 --env production"
    })
final class JobsEnqueueCommand implements Runnable {
  private final Shell shell;

  @Parameters(
      paramLabel = "FUNCTION",
      completionCandidates = NameCandidates.Functions.class,
      description = "The function's name.")
  private String function = "";

  @Mixin private InputOption input = new InputOption();

  @Option(names = "--in", paramLabel = "SPAN", description = "After 30s, 15m, 1h or 2d.")
  private @Nullable TimeSpan in;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Not before a time such as 2026-12-24T18:00:00Z.")
  private @Nullable String at;

  @Option(names = "--priority", paramLabel = "N", description = "The least runs first (0).")
  private @Nullable Integer priority;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "A unique key: where a job with it waits already, none is made.")
  private @Nullable String key;

  @Option(names = "--attempts", paramLabel = "N", description = "How often it may fail (5).")
  private @Nullable Integer attempts;

  @Option(names = "--json", description = "Print the job as JSON.")
  private boolean json;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  JobsEnqueueCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    if (in != null && at != null) {
      throw new UsageError("--in and --at are two ways to say the same; use one");
    }
    var body = body();
    try (var api = environment.open(shell)) {
      api.loadFunctions();
      print(api.send("POST", JobsCommand.ALL, body));
    }
  }

  /** What is not said is left to the server. */
  private ObjectNode body() {
    var body =
        Json.object()
            .put("function_name", function)
            .put("run_at", at)
            .put("delay_seconds", in == null ? null : (Long) in.duration().toSeconds())
            .put("priority", priority)
            .put("unique_key", key)
            .put("max_attempts", attempts)
            .removeIf(JsonNode::isNull);
    input.read(shell).ifPresent(data -> body.set("payload", data));
    return body;
  }

  private void print(JsonNode job) {
    var status = job.path("status").asString();
    var next = job.path("next_attempt_at");
    var when = next.isString() ? new Moments(shell.clock()).relative(next.stringValue()) : "";
    boolean later =
        next.isString() && Instant.parse(next.stringValue()).isAfter(shell.clock().instant());
    shell
        .out()
        .println(
            json
                ? Json.pretty(job)
                : "%s: job %s, %s."
                    .formatted(
                        job.path("function_name").asString(),
                        job.path("id").asString(),
                        later ? status + ", runs " + when : status));
  }
}
