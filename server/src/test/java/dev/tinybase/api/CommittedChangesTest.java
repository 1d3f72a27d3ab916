package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.api.routes.BatchRoutes;
import dev.tinybase.api.routes.RecordRoutes;
import dev.tinybase.http.Response;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Another client's replies fill the memory of replies, and large records are changed. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Engine.class)
class CommittedChangesTest {
  private static final int ROOM = 1 << 20;
  private static final String RECORDS = "/api/collections/notes/records";
  private static final String LARGE = "x".repeat(100_000);
  private static final String NOTE = "{\"data\":{\"text\":\"" + LARGE + "\"}}";

  private final TestServer instance;
  private final TestApi api;
  private final CountDownLatch full = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private CompletableFuture<?> other = CompletableFuture.completedFuture(null);

  CommittedChangesTest(Engine engine) {
    instance = TestServer.start(engine);
    var collection =
        """
        {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "text", "type": "string", "max_length": 200000}]}}
        """;
    var made = instance.post(instance.adminToken(), "/api/collections", collection);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var inside = instance.tinybase();
    var routes = new ArrayList<Route>();
    routes.add(Route.get("/full", "full").handle(this::full));
    routes.addAll(new RecordRoutes(inside.records(), inside.auth().users()).routes());
    routes.addAll(new BatchRoutes(inside.records(), inside.auth().users()).routes());
    var services =
        new Services(inside.auth().authenticator()::authenticate, inside.database(), List::of);
    api =
        new TestApi(
            TestApi.settings(s -> s), services, routes, Tunings.replies(TestApi.TUNING, ROOM));
  }

  private Response full(Request request) {
    request.replying(ROOM);
    full.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Response.noContent();
  }

  /** From here on there is no room for a large reply. */
  @BeforeEach
  void fill() throws InterruptedException {
    other = CompletableFuture.runAsync(() -> api.get("/full"));
    full.await();
  }

  @AfterEach
  void stop() {
    go.countDown();
    other.join();
    api.close();
    instance.close();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers) {
    var all = new ArrayList<>(List.of("Authorization", "Bearer " + instance.adminToken()));
    all.addAll(List.of(headers));
    return api.send(method, path, body, all.toArray(String[]::new));
  }

  private String made() {
    var made = instance.post(instance.adminToken(), RECORDS, NOTE);
    return made.json().get("id").stringValue();
  }

  private String version(String id) {
    return instance.get(instance.adminToken(), RECORDS + "/" + id).header("ETag");
  }

  @Test
  void a_change_is_told_as_done_also_where_its_record_finds_no_room() {
    var id = made();
    for (var method : List.of("PATCH", "PUT")) {
      var changed = send(method, RECORDS + "/" + id, NOTE.replace("xx\"", method + "\""));
      assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
      assertThat(changed.headers().firstValue("ETag")).hasValue(version(id));
      assertThat(changed.headers().firstValue("Preference-Applied")).hasValue("return=minimal");
      assertThat(instance.get(instance.adminToken(), RECORDS + "/" + id).text()).contains(method);
    }
    var key = new String[] {"Idempotency-Key", "a-key"};
    for (var headers : List.of(new String[0], key, key)) {
      var made = send("POST", RECORDS, NOTE, headers);
      assertThat(made.statusCode()).as(made.body()).isEqualTo(204);
    }
    var all = instance.get(instance.adminToken(), RECORDS + "?limit=0");
    assertThat(all.json().get("total").intValue()).isEqualTo(3);
  }

  @Test
  void a_batch_is_told_as_done_without_the_records() {
    var create = "{\"op\":\"create\",\"collection\":\"notes\"," + NOTE.substring(1);
    for (int count : new int[] {1, 3}) {
      var operations = String.join(",", Collections.nCopies(count, create));
      var done = send("POST", "/api/batch", "{\"operations\":[" + operations + "]}");
      assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
      assertThat(done.body()).contains("\"status\":201", "\"record\":null");
      assertThat(done.headers().firstValue("Preference-Applied")).hasValue("return=minimal");
    }
  }
}
