package dev.tinybase.cli;

import dev.tinybase.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "preview",
    description = "Shows the next runs of a schedule, or of times that you think of.",
    footer = {
      "  tinybase schedules preview nightly --count 10",
      "  tinybase schedules preview --cron '30 2 * * SUN' --zone Europe/Berlin"
    })
final class SchedulesPreviewCommand implements Runnable {
  private final Shell shell;

  @Parameters(
      paramLabel = "SCHEDULE",
      completionCandidates = NameCandidates.Schedules.class,
      arity = "0..1",
      description = "Its name, or its id.")
  private @Nullable String schedule;

  @Mixin private SchedulePattern times = new SchedulePattern();

  @Option(names = "--count", paramLabel = "N", defaultValue = "5", description = "So many (5).")
  private int count;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  SchedulesPreviewCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    var thoughtOf = times.find();
    if (thoughtOf.isPresent() == (schedule != null)) {
      throw new UsageError("name a schedule, or say when by --cron, --every or --at");
    }
    try (var api = environment.open(shell)) {
      print(
          schedule != null
              ? preview(api, schedule)
              : api.send(
                  "POST",
                  ScheduleClient.ALL + "/preview",
                  Json.object().put("count", count).set("schedule", thoughtOf.orElseThrow())));
    }
  }

  private JsonNode preview(ApiClient api, String name) {
    var path = ScheduleClient.path(new ScheduleClient(api).find(name));
    return api.send("GET", path + "/preview?count=" + count, null);
  }

  private void print(JsonNode preview) {
    if (!json) {
      shell.out().println(Table.oneLine(preview.path("description").asString()));
    }
    var rows = Json.mapper().createArrayNode();
    for (var run : preview.path("runs")) {
      var row = rows.addObject().put("at", run.path("at").asString());
      row.put("local", run.path("local").asString());
      row.put("distance", new Moments(shell.clock()).relative(run.path("at").asString()));
    }
    new Table(rows, "UTC=at", "LOCAL=local", "FROM NOW=distance").print(shell, json, preview);
  }
}
