package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a client sends, it gets its documented 4xx with a message that names the place, and
 * nothing is written.
 */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  @Parameter Engine engine;
  private World world;
  private Map<String, String> before;

  @BeforeParameterizedClassInvocation
  void start(Engine engine) throws IOException {
    world = new World(engine);
  }

  @AfterParameterizedClassInvocation
  void stop() throws IOException {
    world.close();
  }

  @BeforeEach
  void remember() {
    before = world.dump();
  }

  @AfterEach
  void nothing_was_written_and_nothing_broke() {
    assertThat(world.dump()).isEqualTo(before);
    assertThat(world.log()).doesNotContain("Exception", "SEVERE");
  }

  @Test
  void malformed_bodies() {
    refuses(json(world.user()), BadBodies.malformed());
  }

  @Test
  void malformed_bodies_without_a_token() {
    var bodies = List.of("1e2147483648", "{'email':1e99999999999}", "{'email':'a','email':'b'}");
    refuses(
        json(world.anyone()),
        bodies.stream().map(it -> Case.of("POST", "/api/auth/login", it, 422)).toList());
  }

  @Test
  void random_bytes_and_damaged_json() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var user = json(world.user()).with("If-Match", "\"99\"");
    var anyone = json(world.anyone());
    for (int i = 0; i < 1_500; i++) {
      var body = DamagedJson.next(random);
      var reply =
          i % 2 == 0
              ? user.send("PATCH", world.record(), body)
              : anyone.send("POST", "/api/auth/refresh", body);
      assertThat(reply.status())
          .as("seed %d, body %s: %s", seed, new String(body, StandardCharsets.UTF_8), reply.text())
          .isBetween(400, 499);
      assertThat(reply.text()).as("seed %d", seed).doesNotContain(Case.LIBRARIES);
    }
  }

  @Test
  void misshapen_bodies() {
    refuses(json(world.user()), BadBodies.misshapen());
  }

  @Test
  void values_that_the_schema_refuses() {
    refuses(json(world.user()), BadBodies.values());
  }

  @Test
  void values_that_the_schema_refuses_in_a_change() {
    var cases =
        BadBodies.values().stream()
            .filter(it -> !new String(it.body(), StandardCharsets.UTF_8).contains("{}"))
            .map(it -> new Case("PATCH", world.record(), it.body(), it.status(), it.mentions()))
            .toList();
    refuses(json(world.user()), cases);
  }

  @Test
  void paths_and_methods() {
    refuses(json(world.user()), BadQueries.paths());
  }

  @Test
  void lists() {
    refuses(world.user(), BadQueries.lists());
  }

  @Test
  void filters() {
    refuses(world.user(), BadQueries.filters());
  }

  @Test
  void declarations_of_collections() {
    refuses(json(world.admin()), BadSchemas.all());
  }

  @Test
  void content_types_and_encodings() {
    var create = "/api/collections/things/records";
    var body = "{'data':{'title':'x'}}";
    refuses(
        world.user().with("Content-Type", "text/plain"),
        List.of(Case.of("POST", create, body, 415)));
    refuses(
        world.user().with("Content-Type", "application/x-www-form-urlencoded"),
        List.of(Case.of("POST", create, body, 415)));
    refuses(
        world.user().with("Content-Type", "application/json; charset=utf-16"),
        List.of(Case.of("POST", create, body, 415)));
    refuses(
        json(world.user()).with("Content-Encoding", "br"),
        List.of(Case.of("POST", create, body, 415)));
    refuses(
        json(world.user()).with("Content-Encoding", "gzip"),
        List.of(Case.of("POST", create, body, 400, "gzip")));
  }

  @Test
  void tokens_that_are_not_ours() throws Exception {
    var forgery = new Forgery(world.userToken());
    assertThat(world.anyone().as(forgery.faithful()).get("/api/auth/me").status()).isEqualTo(200);
    var softly = new SoftAssertions();
    forgery
        .all()
        .forEach((what, token) -> {
          var bearer = world.anyone().as(token);
          softly.check(() -> Case.get("/api/auth/me", 401).check(bearer));
          softly.check(() -> change(world.record(), 401).check(json(bearer)));
          softly.check(
              () -> assertThat(bearer.get("/api/admin/users").status()).as(what).isEqualTo(401));
        });
    softly.assertAll();
  }

  @Test
  void rules_that_refuse() {
    var records = "/api/collections/things/records";
    refuses(json(world.anyone()), List.of(change(world.record(), 401)));
    refuses(
        json(world.other()),
        List.of(change(world.record(), 403), Case.of("DELETE", world.record(), "", 403)));
    refuses(
        json(world.user()),
        List.of(
            Case.of("POST", records, "{'data':{'title':'x','count':1}}", 403),
            Case.of("DELETE", world.record(), "", 403)));
    refuses(
        json(world.user()),
        List.of(
            Case.get("/api/admin/users", 403),
            Case.of("POST", "/api/collections", "{'name':'x','label':'x','schema':{}}", 403),
            Case.of("DELETE", "/api/collections/things", "", 403),
            Case.of("PATCH", "/api/collections/things", "{'label':'x'}", 403)));
  }

  @Test
  void preconditions_that_do_not_hold() {
    refuses(json(world.user()).with("If-Match", "\"99\""), List.of(change(world.record(), 412)));
  }

  private static Case change(String record, int status) {
    return Case.of("PATCH", record, "{'data':{'title':'changed'}}", status);
  }

  private static Http json(Http http) {
    return http.with("Content-Type", "application/json");
  }

  private static void refuses(Http http, List<Case> cases) {
    var softly = new SoftAssertions();
    cases.forEach(it -> softly.check(() -> it.check(http)));
    softly.assertAll();
  }
}
