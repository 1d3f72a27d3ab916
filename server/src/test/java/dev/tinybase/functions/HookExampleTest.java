package dev.tinybase.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file with a before-hook and an after-hook, saved while the server runs. */
@ParameterizedClass
@MethodSource("everywhere")
class HookExampleTest {
  private static final String FILE =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;

      @BeforeRecordCreate(collection = "posts")
      void slug(RecordDraft draft) {
        if (draft.get("title") instanceof String title) {
          draft.set("slug", title.toLowerCase().replaceAll("[^a-z0-9]+", "-"));
        } else {
          throw new Refusal(422, "no_title", "A post needs a title.");
        }
      }

      @OnRecordUpdate(collection = "posts", where = "{\\"published\\": true}")
      void published(Context ctx, RecordUpdated event) {
        ctx.records("audit").create(Map.of("post", event.after().id(), "change", event.change()));
      }
      """;
  private static final String POSTS = "/api/collections/posts/records";
  private static final String AUDIT = "/api/collections/audit/records";

  @SuppressWarnings("NullAway.Init") // made before each round of tests
  private static TestServer server;

  HookExampleTest(Engine engine, Isolation isolation) {}

  static Stream<Arguments> everywhere() {
    return Arrays.stream(Engine.values())
        .flatMap(engine ->
            Arrays.stream(Isolation.values()).map(isolation -> Arguments.of(engine, isolation)));
  }

  @BeforeParameterizedClassInvocation
  static void start(Engine engine, Isolation isolation) throws IOException {
    server =
        TestServer.start(
            engine,
            settings ->
                RecordCopy.with(
                    settings,
                    "functions",
                    RecordCopy.with(
                        RecordCopy.with(settings.functions(), "isolation", isolation),
                        "workers",
                        1)),
            Clock.systemUTC());
    create(
        """
        {"name": "posts", "label": "Posts", "schema": {"fields": [{"name": "title", "type": "string"},
         {"name": "slug", "type": "string"}, {"name": "published", "type": "boolean"}]}}
        """);
    create(
        """
        {"name": "audit", "label": "Audit", "schema": {"fields": [{"name": "post", "type": "string"},
         {"name": "change", "type": "integer"}]}}
        """);
    var folder = Files.createDirectories(server.functionsFolder());
    Files.writeString(folder.resolve("publishing.java"), FILE);
    Eventually.until("the hooks are live", () -> server.tinybase().hooks().list().size() == 2);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  private static void create(String collection) {
    var made = server.post(server.adminToken(), "/api/collections", collection);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private static Reply post(String data) {
    return server.post(server.adminToken(), POSTS, "{\"data\": %s}".formatted(data));
  }

  private static String idOf(Reply made) {
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("id").stringValue();
  }

  private static void change(String id, String data) {
    var changed =
        server.patch(server.adminToken(), POSTS + "/" + id, "{\"data\": %s}".formatted(data));
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
  }

  private static List<Long> audited(String id) {
    var records =
        server.get(server.adminToken(), AUDIT + "?sort=created_at").json().path("records");
    return records
        .valueStream()
        .map(record -> record.path("data"))
        .filter(data -> data.path("post").stringValue().equals(id))
        .map(data -> data.path("change").longValue())
        .toList();
  }

  @Test
  void a_post_gets_its_slug_before_it_is_written() {
    var made = post("{\"title\": \"Hello, World\"}");

    assertThat(made.json().path("data").path("slug").stringValue()).isEqualTo("hello-world");
    var stored = server.get(server.adminToken(), POSTS + "/" + idOf(made)).json();
    assertThat(stored.path("data").path("slug").stringValue()).isEqualTo("hello-world");
  }

  @Test
  void a_post_without_a_title_is_refused_and_nothing_is_written() {
    long before = count();

    var refused = post("{\"published\": true}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("code").stringValue()).isEqualTo("no_title");
    assertThat(refused.json().path("detail").stringValue()).isEqualTo("A post needs a title.");
    assertThat(count()).isEqualTo(before);
  }

  private static long count() {
    return server.get(server.adminToken(), POSTS + "?limit=1").json().path("total").longValue();
  }

  @Test
  void what_is_published_is_audited_once_and_in_order() {
    var id = idOf(post("{\"title\": \"News\"}"));

    change(id, "{\"title\": \"More news\"}");
    change(id, "{\"published\": true}");
    change(id, "{\"title\": \"Last news\"}");
    change(id, "{\"published\": false}");

    Eventually.until("both changes are audited", () -> audited(id).size() == 2);
    assertThat(audited(id)).isSorted().doesNotHaveDuplicates();
  }
}
