package dev.tinybase.cli;

import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "schedules",
    description = "Makes, shows, runs and pauses schedules, which run functions at their times.",
    footer = {
      "  tinybase schedules create nightly --function send_report --cron '0 3 * * *'",
      "  tinybase schedules list",
      "  tinybase schedules run nightly",
      "  tinybase schedules runs nightly --env production",
      "  tinybase schedules pause nightly"
    })
record SchedulesCommand(Shell shell) {
  private static final String WHICH = "Its name, or its id.";

  /** The group with all its commands. */
  static CommandLine tree(Shell shell) {
    return new CommandLine(new SchedulesCommand(shell))
        .addSubcommand(new SchedulesCreateCommand(shell))
        .addSubcommand(new SchedulesPreviewCommand(shell));
  }

  @Command(
      name = "list",
      description = "Lists schedules by name, with their next and last runs.",
      footer = {
        "  tinybase schedules list --function send_report",
        "  tinybase schedules list --source system",
        "  tinybase schedules list --env production --json"
      })
  void list(
      @Option(
              names = "--function",
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Functions.class,
              description = "Only of this function.")
          @Nullable String function,
      @Option(names = "--active", negatable = true, description = "Only active, or paused ones.")
          @Nullable Boolean active,
      @Option(
              names = "--source",
              paramLabel = "SOURCE",
              description = "Of users (the default), of the system, or all: user, system or all.")
          JobFilter.@Nullable Source source,
      @Mixin PageOptions page,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    var path =
        new RequestPath(ScheduleClient.ALL)
            .page(page)
            .parameter("function_name", function)
            .parameter("is_active", active)
            .parameter("source", source);
    try (var api = environment.open(shell)) {
      var document = api.send("GET", path.text(), null);
      print(document, json);
      if (!json) {
        page.tellTotal(shell, document.path("schedules").size(), document, "schedules");
      }
    }
  }

  private void print(JsonNode document, boolean json) {
    var schedules = document.path("schedules");
    var rows = new Moments(shell.clock()).in(schedules, "next_run_at", "last_run_at");
    new Table(
            rows,
            "NAME=name",
            "FUNCTION=function_name",
            "WHEN=description",
            "ACTIVE=is_active",
            "NEXT=next_run_at",
            "LAST=last_run_at",
            "STATUS=last_status",
            "ID=id")
        .print(shell, json, document);
  }

  @Command(
      name = "show",
      description = "Shows a schedule whole.",
      footer = {"  tinybase schedules show nightly"})
  void show(
      @Parameters(
              paramLabel = "SCHEDULE",
              completionCandidates = NameCandidates.Schedules.class,
              description = WHICH)
          String schedule,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      print(new ScheduleClient(api).find(schedule), json);
    }
  }

  private void print(ObjectNode schedule, boolean json) {
    new Details(shell, schedule)
        .print(
            json,
            "Name=name",
            "Function=function_name",
            "Input=input_data",
            "When=description",
            "Schedule=schedule",
            "Active=is_active",
            "Paused because=paused_reason",
            "Next run=next_run_at",
            "Last run=last_run_at",
            "Last status=last_status",
            "Failures in a row=consecutive_failures",
            "Skipped=skipped_count",
            "Last skipped=last_skipped_at",
            "Overlap=overlap",
            "At once at most=max_parallel",
            "Catch up=catch_up",
            "Catch up at most=catch_up_limit",
            "Retries=retries",
            "Retry after seconds=retry_delay_seconds",
            "Time limit in seconds=timeout_seconds",
            "Pause after failures=pause_after_failures",
            "Starts=starts_at",
            "Ends=ends_at",
            "Source=source",
            "ID=id");
  }

  @Command(
      name = "run",
      description = {
        "Makes a run of a schedule now, beside those of its times; it also does for a paused one.",
        "A server that runs on the database takes it at once, or else when it starts."
      },
      footer = {"  tinybase schedules run nightly"})
  void run(
      @Parameters(
              paramLabel = "SCHEDULE",
              completionCandidates = NameCandidates.Schedules.class,
              description = WHICH)
          String schedule,
      @Option(names = "--json", description = "Print the job as JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var schedules = new ScheduleClient(api);
      var found = schedules.find(schedule);
      var job = api.send("POST", ScheduleClient.path(found) + "/run", null);
      tell(json, job, ScheduleClient.name(found) + ": job " + job.path("id").asString() + ".");
    }
  }

  @Command(
      name = "pause",
      description = "Makes no further runs until it is resumed; what runs goes on.",
      footer = {"  tinybase schedules pause nightly --env production"})
  void pause(
      @Parameters(
              paramLabel = "SCHEDULE",
              completionCandidates = NameCandidates.Schedules.class,
              description = WHICH)
          String schedule,
      @Option(names = "--json", description = "Print the schedule as JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    setActive(schedule, false, json, environment);
  }

  @Command(
      name = "resume",
      description = "Goes on with the next occurrence after now; what was missed is not made up.",
      footer = {"  tinybase schedules resume nightly"})
  void resume(
      @Parameters(
              paramLabel = "SCHEDULE",
              completionCandidates = NameCandidates.Schedules.class,
              description = WHICH)
          String schedule,
      @Option(names = "--json", description = "Print the schedule as JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    setActive(schedule, true, json, environment);
  }

  private void setActive(
      String schedule, boolean active, boolean json, EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var path = ScheduleClient.path(new ScheduleClient(api).find(schedule));
      var changed = api.send("PATCH", path, Json.object().put("is_active", active));
      tell(json, changed, ScheduleClient.name(changed) + ": " + state(changed));
    }
  }

  /** {@code paused.}, or {@code active, runs in 5 min.} */
  private String state(JsonNode schedule) {
    var next = schedule.path("next_run_at");
    return !schedule.path("is_active").asBoolean()
        ? "paused."
        : next.isString()
            ? "active, runs " + new Moments(shell.clock()).relative(next.stringValue()) + "."
            : "active, but has no further run.";
  }

  @Command(
      name = "runs",
      description = "Lists the runs of a schedule, the newest first, with how they ended.",
      footer = {
        "  tinybase schedules runs nightly --status failed",
        "  tinybase schedules runs nightly --limit 5 --json"
      })
  void runs(
      @Parameters(
              paramLabel = "SCHEDULE",
              completionCandidates = NameCandidates.Schedules.class,
              description = WHICH)
          String schedule,
      @Option(names = "--status", paramLabel = "STATUS", description = JobsCommand.STATUS)
          Job.@Nullable Status status,
      @Mixin PageOptions page,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var runs = ScheduleClient.path(new ScheduleClient(api).find(schedule)) + "/runs";
      var path = new RequestPath(runs).page(page).parameter("status", status);
      var document = api.send("GET", path.text(), null);
      JobsCommand.table(shell, document.path("runs")).print(shell, json, document);
    }
  }

  @Command(
      name = "delete",
      description = "Deletes a schedule. Its runs stay.",
      footer = {"  tinybase schedules delete nightly --yes"})
  void delete(
      @Parameters(
              paramLabel = "SCHEDULE",
              completionCandidates = NameCandidates.Schedules.class,
              description = WHICH)
          String schedule,
      @Mixin Confirmation confirmation,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var found = new ScheduleClient(api).find(schedule);
      var name = ScheduleClient.name(found);
      if (!confirmation.given(shell, "Delete the schedule " + name + " in " + api.place() + "?")) {
        shell.err().println("Nothing was deleted.");
        return;
      }
      api.send("DELETE", ScheduleClient.path(found), null);
      shell.out().println("Deleted " + name + ".");
    }
  }

  private void tell(boolean json, JsonNode document, String sentence) {
    shell.out().println(json ? Json.pretty(document) : sentence);
  }
}
