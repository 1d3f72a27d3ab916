package dev.tinybase.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Programs;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Prometheus is given with a release fits what a server tells. */
class AlertRulesTest {
  private static final Path RULES = Path.of("..", "dist", "deploy", "alerts.yml");
  private static final Pattern EXPRESSION =
      Pattern.compile("expr:(.*?)\\n +(?:for|labels):", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("\\b(?:tinybase|http|jvm|process)_\\w+");
  private static final Pattern LABELS = Pattern.compile("\\{([^}]*)}|by \\(([^)]*)\\)");
  private static final Pattern LABEL = Pattern.compile("\\w+(?=\\s*(?:!?=~?|,|$))");

  private static final String CODE =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;

      @Register(name = "greet", auth = Auth.PUBLIC)
      String greet() {
        return "hello";
      }

      @OnRecordCreate(collection = "notes")
      void heard(RecordCreated event) {}
      """;

  @Test
  void every_metric_and_label_of_the_rules_is_on_the_page() throws IOException {
    try (var server = TestServer.start(Engine.SQLITE)) {
      var page = metrics(server);
      var expressions =
          EXPRESSION.matcher(Files.readString(RULES)).results().map(it -> it.group(1)).toList();
      assertThat(expressions).hasSizeGreaterThan(10);
      assertThat(expressions).allSatisfy(expression -> fits(expression, page));
    }
  }

  private static void fits(String expression, String page) {
    var names = NAME.matcher(expression).results().map(it -> it.group()).toList();
    for (var name : names) {
      assertThat(page).as(expression).containsPattern("(?m)^" + name + "[ {]");
    }
    for (var label : labels(expression)) {
      assertThat(page)
          .as("label %s of %s", label, expression)
          .containsPattern("(?m)^" + names.getFirst() + "\\{.*\\b" + label + "=\"");
    }
  }

  /** Those that are the server's own: Prometheus adds others. */
  private static Set<String> labels(String expression) {
    return LABELS
        .matcher(expression)
        .results()
        .map(it -> it.group(1) == null ? it.group(2) : it.group(1))
        .map(list -> list.replaceAll("\"[^\"]*\"", ""))
        .flatMap(list -> LABEL.matcher(list).results().map(it -> it.group()))
        .filter(label -> !Set.of("instance", "job").contains(label))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** After a call and a hook, so that their figures are there. */
  private static String metrics(TestServer server) throws IOException {
    var token = server.adminToken();
    server.post(
        token,
        "/api/collections",
        """
        {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "text", "type": "string"}]}}
        """);
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("greet.java"), CODE);
    server.tinybase().load();
    assertThat(server.post(null, "/api/functions/greet", "{}").status()).isEqualTo(200);
    server.post(token, "/api/collections/notes/records", "{\"data\": {\"text\": \"x\"}}");
    Eventually.until(
        "the call and the hook are counted",
        () -> {
          var page = server.get(token, "/metrics").text();
          return page.contains("function=\"greet\"") && page.contains("handler=\"greet.heard\"");
        });
    return server.get(token, "/metrics").text();
  }

  @Test
  void prometheus_reads_them() throws Exception {
    var tool = Programs.need("promtool");
    var check =
        new ProcessBuilder(tool.toString(), "check", "config", "--syntax-only", "prometheus.yml")
            .directory(RULES.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertThat(check.waitFor()).as(output).isZero();
    var rules =
        new ProcessBuilder(tool.toString(), "check", "rules", RULES.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(rules.getInputStream().readAllBytes(), UTF_8);
    assertThat(rules.waitFor()).as(said).isZero();
  }
}
