package dev.tinybase.cli;

import static java.util.stream.Collectors.joining;

import dev.tinybase.json.Json;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "hooks",
    description = {
      "Shows the handlers of hooks, and what after-hooks could not do.",
      "A failure is an event whose handler has failed again and again; it can be retried or dropped."
    },
    footer = {
      "  tinybase hooks list",
      "  tinybase hooks failures --handler posts.published --env production",
      "  tinybase hooks retry 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7",
      "  tinybase hooks drop 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7 --yes"
    })
record HooksCommand(Shell shell) {
  private static final RequestPath ALL = new RequestPath("/api/admin/hooks");
  private static final RequestPath FAILURES = ALL.segment("failures");
  private static final String WHICH = "As 'hooks failures' shows it.";

  @Command(
      name = "list",
      description = "Lists the handlers with what they wait for and how they do.",
      footer = {"  tinybase hooks list", "  tinybase hooks list --env production --json"})
  void list(
      @Mixin PageOptions page,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      api.loadFunctions();
      var document = api.send("GET", ALL.page(page).text(), null);
      var rows = document.path("hooks").deepCopy();
      rows.forEach(row -> ((ObjectNode) row).put("of", targets(row)));
      new Table(
              rows,
              "HANDLER=name",
              "KIND=kind",
              "OF=of",
              "CALLS=calls",
              "FAILURES=failures",
              "P95 MS=p95_ms",
              "BACKLOG=backlog",
              "WAITING=waiting",
              "DEAD=dead",
              "FILE=file_path",
              "ERROR=error")
          .print(shell, json, document);
      if (!json) {
        page.tellTotal(shell, rows.size(), document, "handlers");
      }
    }
  }

  private static String targets(JsonNode hook) {
    return hook.path("targets").valueStream().map(JsonNode::asString).collect(joining(", "));
  }

  @Command(
      name = "failures",
      description = "Lists the events that nobody tries again, the newest first.",
      footer = {
        "  tinybase hooks failures",
        "  tinybase hooks failures --handler posts.published --limit 5 --json"
      })
  void failures(
      @Option(names = "--handler", paramLabel = "NAME", description = "Only of this handler.")
          @Nullable String handler,
      @Mixin PageOptions page,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var path = FAILURES.page(page).parameter("handler", handler);
      var document = api.send("GET", path.text(), null);
      var rows = new Moments(shell.clock()).in(document.path("failures"), "failed_at");
      new Table(
              rows,
              "FAILED=failed_at",
              "HANDLER=handler",
              "KIND=kind",
              "COLLECTION=collection",
              "RECORD=record_id",
              "ATTEMPTS=attempts",
              "ERROR=error_type",
              "MESSAGE=error_message",
              "ID=id")
          .print(shell, json, document);
      if (!json) {
        page.tellTotal(shell, rows.size(), document, "failures");
      }
    }
  }

  @Command(
      name = "retry",
      description = "Gives a failure to its handler again, which has all its attempts anew.",
      footer = {"  tinybase hooks retry 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7"})
  void retry(
      @Parameters(paramLabel = "ID", description = WHICH) UUID id,
      @Option(names = "--json", description = "Print the event as JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var event = api.send("POST", path(id) + "/retry", null);
      var sentence = "%s waits for %s again.".formatted(id, event.path("handler").asString());
      shell.out().println(json ? Json.pretty(event) : sentence);
    }
  }

  @Command(
      name = "drop",
      description = "Forgets a failure: its handler never sees the event.",
      footer = {"  tinybase hooks drop 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7 --yes"})
  void drop(
      @Parameters(paramLabel = "ID", description = WHICH) UUID id,
      @Mixin Confirmation confirmation,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      if (!confirmation.given(shell, "Drop the failure " + id + " in " + api.place() + "?")) {
        shell.err().println("Nothing was dropped.");
        return;
      }
      api.send("DELETE", path(id), null);
      shell.out().println("Dropped " + id + ".");
    }
  }

  private static String path(UUID id) {
    return FAILURES.segment(id.toString()).text();
  }
}
