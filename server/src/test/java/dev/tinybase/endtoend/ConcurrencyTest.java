package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Http;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many callers want the same thing at the same moment: one gets it, and the sums hold. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrencyTest {
  private static final int CALLERS = 24;

  @Parameter Engine engine;
  private World world;

  @BeforeParameterizedClassInvocation
  void start(Engine engine) throws IOException {
    world = new World(engine);
    var made =
        world
            .admin()
            .post(
                "/api/collections",
                """
                {"name": "seats", "label": "Seats", "schema": {"fields": [
                  {"name": "place", "type": "string", "unique": true},
                  {"name": "taken", "type": "integer", "default": 0},
                  {"name": "a", "type": "integer"}, {"name": "b", "type": "integer"},
                  {"name": "names", "type": "list[string]"}]}}
                """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  @AfterParameterizedClassInvocation
  void stop() throws IOException {
    world.close();
  }

  @Test
  void one_of_many_gets_a_unique_value() throws Exception {
    var statuses = statuses(_ -> world.user().post(SEATS, "{\"data\":{\"place\":\"1A\"}}"));
    assertThat(statuses).containsOnlyOnce(201);
    assertThat(statuses.stream().filter(status -> status != 201))
        .allMatch(status -> status / 100 == 4);
  }

  @Test
  void one_of_many_gets_an_account() throws Exception {
    var statuses =
        statuses(i -> {
          var email = (i % 2 == 0 ? "eve" : "EVE") + "@example.com";
          return world.anyone().post("/api/auth/register", Http.credentials(email));
        });
    assertThat(statuses).containsOnlyOnce(201);
    assertThat(statuses.stream().filter(status -> status != 201)).containsOnly(400);
  }

  @Test
  void increments_and_appends_of_many_all_count() throws Exception {
    var seat = seat("2B");
    var change = "{\"data\":{\"taken\":{\"$inc\":1},\"names\":{\"$append\":[\"n\"]}}}";
    assertThat(statuses(_ -> world.user().patch(seat, change))).containsOnly(200);
    var data = world.user().get(seat).json().path("data");
    assertThat(data.path("taken").intValue()).isEqualTo(CALLERS);
    assertThat(data.path("names").size()).isEqualTo(CALLERS);
  }

  @Test
  void changes_of_different_fields_lose_nothing() throws Exception {
    var seat = seat("3C");
    var statuses =
        statuses(i ->
            world
                .user()
                .patch(seat, "{\"data\":{\"%s\":%d}}".formatted(i % 2 == 0 ? "a" : "b", 7)));
    assertThat(statuses).containsOnly(200);
    var data = world.user().get(seat).json().path("data");
    assertThat(data.path("a").intValue() + data.path("b").intValue()).isEqualTo(14);
  }

  @Test
  void one_of_many_changes_the_version_that_all_have_read() throws Exception {
    var seat = seat("4D");
    var tag = world.user().get(seat).header("ETag");
    var statuses =
        statuses(_ -> world.user().with("If-Match", tag).patch(seat, "{\"data\":{\"a\":1}}"));
    assertThat(statuses).containsOnlyOnce(200);
    assertThat(statuses.stream().filter(status -> status != 200)).containsOnly(412);
  }

  @Test
  void one_record_is_made_for_one_idempotency_key() throws Exception {
    var user = world.user().with("Idempotency-Key", "the-same-for-all");
    var replies = replies(_ -> user.post(SEATS, "{\"data\":{\"place\":\"5E\"}}"));
    var made = replies.stream().filter(reply -> reply.status() == 201).map(Http.Reply::text);
    assertThat(made.distinct()).hasSize(1);
    assertThat(replies).allMatch(reply -> reply.status() == 201 || reply.status() == 409);
    var found = world.user().get(SEATS + "?filter%5Bplace%5D=5E").json();
    assertThat(found.path("total").intValue()).isEqualTo(1);
  }

  @Test
  void clients_that_refresh_at_once_get_one_successor() throws Exception {
    world.anyone().account("refresh@example.com");
    var login = Http.credentials("refresh@example.com");
    var token = world.anyone().post("/api/auth/login", login).json().path("refresh_token");
    var body = "{\"refresh_token\":\"" + token.stringValue() + "\"}";
    var replies = replies(_ -> world.anyone().post("/api/auth/refresh", body));
    assertThat(replies).allMatch(reply -> reply.status() == 200);
    assertThat(replies.stream().map(reply -> reply.json().path("refresh_token")).distinct())
        .hasSize(1);
  }

  @Test
  void one_admin_is_left_however_many_demote_each_other() throws Exception {
    List<String> ids = new ArrayList<>();
    List<Http> admins = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      var email = "a" + i + "@example.com";
      var body =
          Json.object().put("email", email).put("password", Http.PASSWORD).put("is_admin", true);
      var made = world.admin().post("/api/admin/users", Json.text(body));
      ids.add(made.json().path("id").stringValue());
      admins.add(world.anyone().as(world.anyone().login(email)));
    }
    var first = world.admin().get("/api/auth/me").json().path("id").stringValue();
    assertThat(demote(admins.getFirst(), first).status()).isEqualTo(200);
    statuses(i -> demote(admins.get(i % 6), ids.get((i + 1) % 6)));
    assertThat(IntStream.range(0, 6).filter(this::isAdmin).count()).isBetween(1L, 5L);
  }

  private boolean isAdmin(int number) {
    var token = world.anyone().login("a" + number + "@example.com");
    return world.anyone().as(token).get("/api/auth/me").json().path("is_admin").booleanValue();
  }

  private static Http.Reply demote(Http admin, String user) {
    return admin.patch("/api/admin/users/" + user, "{\"is_admin\":false}");
  }

  private static final String SEATS = "/api/collections/seats/records";

  private String seat(String place) {
    var made = world.user().post(SEATS, "{\"data\":{\"place\":\"" + place + "\"}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return SEATS + "/" + made.json().path("id").stringValue();
  }

  private static List<Integer> statuses(IntFunction<Http.Reply> call) throws Exception {
    return replies(call).stream().map(Http.Reply::status).toList();
  }

  /** Lets everybody call at the same moment. */
  private static List<Http.Reply> replies(IntFunction<Http.Reply> call) throws Exception {
    var barrier = new CyclicBarrier(CALLERS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Http.Reply>> futures = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        int number = i;
        futures.add(
            threads.submit(() -> {
              barrier.await();
              return call.apply(number);
            }));
      }
      List<Http.Reply> replies = new ArrayList<>();
      for (var future : futures) {
        replies.add(future.get());
      }
      return replies;
    }
  }
}
