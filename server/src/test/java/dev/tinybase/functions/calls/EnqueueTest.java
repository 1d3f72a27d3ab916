package dev.tinybase.functions.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.jobs.Job;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What functions enqueue, and what the functions of jobs see, wherever they run. */
@ParameterizedClass
@MethodSource("everywhere")
class EnqueueTest {
  private static final String FILE =
      """
      import dev.tinybase.sdk.*;
      import jakarta.validation.constraints.Min;
      import java.time.*;
      import java.util.*;

      record Receipt(@Min(1) int order, String title) {}
      record How(String how, int order) {}

      @Register(name = "shop", auth = Auth.PUBLIC)
      Object shop(Context ctx, How how) {
        if (ctx.job().isPresent()) {
          throw new AssertionError("no job");
        }
        try {
          return switch (how.how()) {
            case "plain" -> ctx.enqueue("told", new Receipt(how.order(), "plain"));
            case "admin" -> ctx.asAdmin().enqueue("told", Map.of("order", how.order()));
            case "commit" -> ctx.transaction(() -> {
              ctx.records("notes").asAdmin().create(Map.of("order", how.order(), "text", "sold"));
              var inner = ctx.transaction(() -> ctx.enqueue("told", new Receipt(how.order(), "b")));
              return List.of(inner, ctx.enqueue("told", new Receipt(how.order(), "a")));
            });
            case "rollback" -> ctx.transaction(() -> {
              ctx.enqueue("told", new Receipt(how.order(), "never"));
              throw new FunctionException("undone", "Nothing of it happens.");
            });
            case "half" -> ctx.transaction(() -> {
              try {
                ctx.transaction(() -> {
                  ctx.enqueue("told", new Receipt(how.order(), "never"));
                  throw new IllegalStateException("undone");
                });
              } catch (IllegalStateException e) {
                ctx.enqueue("told", new Receipt(how.order(), "instead"));
              }
              return null;
            });
            case "invalid" -> ctx.enqueue("told", Map.of("order", 0, "titel", "x"));
            case "unknown" -> ctx.enqueue("nobody_has_this", null);
            case "later" -> ctx.enqueue("told", new Receipt(how.order(), "later"),
                JobOptions.DEFAULT.delay(Duration.ofHours(1)).priority(3).attempts(7));
            case "keyed" -> List.of(
                ctx.enqueue("told", new Receipt(how.order(), "one"), key(how)),
                ctx.enqueue("told", new Receipt(how.order(), "two"), key(how)));
            default -> throw new AssertionError(how.how());
          };
        } catch (FunctionException e) {
          return Map.of("code", e.code(), "details", e.details());
        }
      }

      JobOptions key(How how) {
        return JobOptions.DEFAULT.delay(Duration.ofHours(1)).uniqueKey("order-" + how.order());
      }

      @Register(name = "told", auth = Auth.ADMIN)
      String told(Context ctx, Receipt receipt) {
        var job = ctx.job().orElseThrow();
        ctx.records("notes").asAdmin().create(Map.of(
            "order", receipt.order(),
            "text", String.join(" ",
                String.valueOf(receipt.title()),
                ctx.trigger().name(),
                ctx.user().map(User::email).orElse("nobody"),
                "admin=" + ctx.isAdmin(),
                "attempt=" + job.attempt(),
                "nested=" + ctx.call("nested", null),
                "early=" + ctx.now().isBefore(job.scheduledAt())),
            "job", job.id()));
        return job.id();
      }

      @Register(name = "nested", auth = Auth.PUBLIC)
      String nested(Context ctx) {
        return ctx.trigger() + "/" + ctx.job().isPresent();
      }
      """;

  private static final String NOTES =
      """
      {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "order", "type": "integer"},
        {"name": "text", "type": "string"}, {"name": "job", "type": "string"}]}}
      """;

  @SuppressWarnings("NullAway.Init") // set before any test
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private static String ada;

  static Stream<Arguments> everywhere() {
    return Arrays.stream(Engine.values())
        .flatMap(
            engine -> Arrays.stream(Isolation.values()).map(where -> Arguments.of(engine, where)));
  }

  EnqueueTest(Engine engine, Isolation isolation) {}

  @BeforeParameterizedClassInvocation
  static void start(Engine engine, Isolation isolation) throws IOException {
    server = TestServer.start(engine, settings -> with(settings, isolation), Clock.systemUTC());
    var made = server.post(server.adminToken(), "/api/collections", NOTES);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    ada = server.user("ada@example.com");
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("shop.java"), FILE);
    var report = server.tinybase().functions().loader().reload();
    assertThat(report.failures()).isEmpty();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  private static Settings with(Settings all, Isolation isolation) {
    var functions =
        Settings.with(
                Map.of(
                    "functions.path", all.functions().path().toString(),
                    "functions.cache", all.functions().cache().toString(),
                    "functions.workers", "1",
                    "functions.isolation", isolation.name().toLowerCase(Locale.ROOT)))
            .functions();
    return RecordCopy.with(all, "functions", functions);
  }

  @Test
  void a_job_of_a_users_call_acts_as_that_user() {
    var id = shop(ada, "plain", 1).stringValue();
    assertThat(notes(1, 1))
        .containsExactly(
            "plain JOB ada@example.com admin=false attempt=1 nested=FUNCTION/false early=false "
                + id);
    Eventually.until("the end of the job", () -> job(id).status() == Job.Status.SUCCEEDED);
    assertThat(job(id).request().functionName()).isEqualTo("told");
  }

  @Test
  void a_job_of_nobodys_call_or_of_an_admins_context_acts_as_nobody_with_an_admins_rights() {
    var nobody = shop(null, "plain", 2).stringValue();
    assertThat(notes(2, 1))
        .containsExactly(
            "plain JOB nobody admin=true attempt=1 nested=FUNCTION/false early=false " + nobody);
    var admin = shop(ada, "admin", 3).stringValue();
    assertThat(notes(3, 1))
        .containsExactly(
            "null JOB nobody admin=true attempt=1 nested=FUNCTION/false early=false " + admin);
  }

  @Test
  void jobs_of_a_transaction_exist_only_if_it_commits() {
    var ids = shop(ada, "commit", 4);
    assertThat(ids.size()).isEqualTo(2);
    assertThat(notes(4, 3)).anyMatch("sold "::equals).anyMatch(it -> it.startsWith("a JOB"));
    assertThat(shop(ada, "rollback", 5).path("code").stringValue()).isEqualTo("undone");
    shop(ada, "half", 6);
    assertThat(notes(6, 1)).singleElement().asString().startsWith("instead JOB");
    assertThat(notes(5, 0)).isEmpty();
  }

  @Test
  void what_cannot_run_is_refused_at_once() {
    var invalid = shop(ada, "invalid", 7);
    assertThat(Json.text(invalid)).contains("\"order", "titel");
    assertThat(shop(ada, "unknown", 7).path("code").stringValue()).isEqualTo("function_not_found");
  }

  @Test
  void a_job_may_wait_and_have_a_key_of_its_own() {
    var later = job(shop(ada, "later", 8).stringValue());
    assertThat(later.status()).isEqualTo(Job.Status.QUEUED);
    assertThat(later.request().priority()).isEqualTo(3);
    assertThat(later.request().maxAttempts()).isEqualTo(7);
    assertThat(later.request().runAt()).isAfter(later.createdAt().plus(Duration.ofMinutes(59)));
    var keyed = shop(ada, "keyed", 9);
    assertThat(keyed.get(0)).isEqualTo(keyed.get(1));
  }

  private static JsonNode shop(@Nullable String token, String how, int order) {
    var reply =
        server.post(
            token,
            "/api/functions/shop",
            Json.text(Json.object().put("how", how).put("order", order)));
    assertThat(reply.json().path("status").stringValue()).as(reply.text()).isEqualTo("succeeded");
    return reply.json().path("result");
  }

  /** What was written down of an order, once there is so much. */
  private static List<String> notes(int order, int atLeast) {
    Eventually.until("notes of order " + order, () -> find(order).size() >= atLeast);
    return find(order);
  }

  private static List<String> find(int order) {
    return server
        .get(server.adminToken(), "/api/collections/notes/records?filter[order]=" + order)
        .json()
        .path("records")
        .valueStream()
        .map(record -> record.path("data"))
        .map(data -> data.path("text").asString() + " " + data.path("job").asString())
        .toList();
  }

  private static Job job(String id) {
    return server.tinybase().jobs().find(UUID.fromString(id)).orElseThrow();
  }
}
