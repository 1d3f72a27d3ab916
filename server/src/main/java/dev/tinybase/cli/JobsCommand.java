package dev.tinybase.cli;

import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.json.Json;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "jobs",
    description = {
      "Shows, enqueues, retries and cancels jobs: runs of functions that must happen.",
      "Runs of schedules, asynchronous calls and what functions enqueue are jobs."
    },
    footer = {
      "  tinybase jobs list --status failed",
      "  tinybase jobs show 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7",
      "  tinybase jobs retry 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7 --env production",
      "  tinybase jobs enqueue send_receipt --data '{\"order\": 42}' --in 5m"
    })
record JobsCommand(Shell shell) {
  /** Where the API has them. */
  static final String ALL = "/api/admin/jobs";

  static final String STATUS =
      "Only queued, running, succeeded, failed, cancelled or skipped ones.";

  /** The group with all its commands. */
  static CommandLine tree(Shell shell) {
    return new CommandLine(new JobsCommand(shell)).addSubcommand(new JobsEnqueueCommand(shell));
  }

  @Command(
      name = "list",
      description = "Lists jobs, the newest first, with how far they are.",
      footer = {
        "  tinybase jobs list --status failed                 those that nobody tries again",
        "  tinybase jobs list --function send_receipt --limit 5 --env production --json"
      })
  void list(
      @Option(names = "--status", paramLabel = "STATUS", description = STATUS)
          Job.@Nullable Status status,
      @Option(
              names = "--function",
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Functions.class,
              description = "Only of this function.")
          @Nullable String function,
      @Option(names = "--schedule", paramLabel = "ID", description = "Only of this schedule.")
          @Nullable UUID schedule,
      @Option(names = "--key", paramLabel = "KEY", description = "Only with this unique key.")
          @Nullable String key,
      @Option(
              names = "--source",
              paramLabel = "SOURCE",
              description = "Of users (the default), of the system, or all: user, system or all.")
          JobFilter.@Nullable Source source,
      @Mixin PageOptions page,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    var path =
        new RequestPath(ALL)
            .page(page)
            .parameter("total", false)
            .parameter("status", status)
            .parameter("function_name", function)
            .parameter("schedule_id", schedule)
            .parameter("unique_key", key)
            .parameter("source", source);
    try (var api = environment.open(shell)) {
      var document = api.send("GET", path.text(), null);
      table(shell, document.path("jobs")).print(shell, json, document);
    }
  }

  /** Jobs for people. */
  static Table table(Shell shell, JsonNode jobs) {
    var rows = new Moments(shell.clock()).in(jobs, "created_at", "next_attempt_at", "started_at");
    for (var row : rows) {
      var attempts = row.path("attempt").asString() + "/" + row.path("max_attempts").asString();
      ((ObjectNode) row).put("attempts", attempts);
    }
    return new Table(
        rows,
        "CREATED=created_at",
        "FUNCTION=function_name",
        "STATUS=status",
        "ATTEMPT=attempts",
        "STARTED=started_at",
        "NEXT=next_attempt_at",
        "ERROR=error_type",
        "MESSAGE=error_message",
        "ID=id");
  }

  @Command(
      name = "show",
      description = "Shows a job whole.",
      footer = {"  tinybase jobs show 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7"})
  void show(
      @Parameters(paramLabel = "ID", description = "As 'jobs list' shows it.") UUID id,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      print(api.send("GET", ALL + "/" + id, null), json);
    }
  }

  private void print(JsonNode job, boolean json) {
    new Details(shell, job)
        .print(
            json,
            "Function=function_name",
            "Status=status",
            "Payload=payload",
            "Starts=attempt",
            "Attempts at most=max_attempts",
            "Next attempt=next_attempt_at",
            "Priority=priority",
            "Unique key=unique_key",
            "Made by=trigger_type",
            "Schedule=schedule_id",
            "Planned for=scheduled_at",
            "Acts as user=requested_by_user_id",
            "Created=created_at",
            "Started=started_at",
            "Finished=finished_at",
            "Error=error_type",
            "Message=error_message",
            "Call=call_id",
            "Node=node",
            "ID=id");
  }

  @Command(
      name = "retry",
      description = "Gives a job that has failed or was cancelled one further attempt, now.",
      footer = {"  tinybase jobs retry 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7"})
  void retry(
      @Parameters(paramLabel = "ID", description = "As 'jobs list' shows it.") UUID id,
      @Option(names = "--json", description = "Print the job as JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    change(id, "/retry", json, environment);
  }

  @Command(
      name = "cancel",
      description = "Cancels a job that waits, or interrupts one that runs.",
      footer = {"  tinybase jobs cancel 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7"})
  void cancel(
      @Parameters(paramLabel = "ID", description = "As 'jobs list' shows it.") UUID id,
      @Option(names = "--json", description = "Print the job as JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    change(id, "/cancel", json, environment);
  }

  private void change(UUID id, String action, boolean json, EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var job = api.send("POST", ALL + "/" + id + action, null);
      shell
          .out()
          .println(
              json
                  ? Json.pretty(job)
                  : "%s of %s: %s."
                      .formatted(
                          id, job.path("function_name").asString(), job.path("status").asString()));
    }
  }

  @Command(
      name = "delete",
      description = "Deletes a job that has ended. The record of its call stays.",
      footer = {"  tinybase jobs delete 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7 --yes"})
  void delete(
      @Parameters(paramLabel = "ID", description = "As 'jobs list' shows it.") UUID id,
      @Mixin Confirmation confirmation,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      if (!confirmation.given(shell, "Delete the job " + id + " in " + api.place() + "?")) {
        shell.err().println("Nothing was deleted.");
        return;
      }
      api.send("DELETE", ALL + "/" + id, null);
      shell.out().println("Deleted " + id + ".");
    }
  }
}
