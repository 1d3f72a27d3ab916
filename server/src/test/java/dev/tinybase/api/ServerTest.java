package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerTest {
  private TestApi api;

  @BeforeAll
  void start() {
    api =
        TestApi.with(
            Route.get("/things", "things_list")
                .handle(r -> Response.json(Json.object().put("q", r.query().text("q").orElse("")))),
            Route.get("/things/special", "things_special")
                .handle(r -> Response.json(Json.object().put("which", "literal"))),
            Route.get("/things/{id}", "things_get")
                .handle(r -> Response.json(Json.object().put("id", r.variable("id")))),
            Route.delete("/things/{id}", "things_delete").handle(r -> Response.noContent()),
            Route.get("/uuid/{id}", "things_uuid")
                .handle(r -> Response.json(Json.object().put("id", r.uuid("id").toString()))),
            Route.post("/echo", "things_echo").json("Any").handle(r -> Response.json(r.json())),
            Route.post("/mine", "things_mine")
                .json("Any")
                .auth()
                .handle(r -> Response.json(Json.object().put("email", r.user().email()))),
            Route.get("/closed", "things_closed").admin().handle(r -> Response.noContent()),
            Route.get("/record", "things_record")
                .handle(r -> {
                  throw Problem.invalidRecord(
                      List.of(new FieldError("title", "required", "must be given")));
                }),
            Route.get("/bug", "things_bug")
                .handle(r -> {
                  throw new IllegalStateException("a secret detail");
                }));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void a_literal_segment_goes_before_a_variable() {
    assertThat(api.get("/things/special").body()).isEqualTo("{\"which\":\"literal\"}");
    assertThat(api.get("/things/sp%C3%A4t%2Fer").body()).isEqualTo("{\"id\":\"spät/er\"}");
  }

  @Test
  void an_unknown_path_is_a_404_in_json() {
    var answer = api.get("/nowhere");
    assertThat(answer.statusCode()).isEqualTo(404);
    var body = TestApi.json(answer);
    assertThat(body.get("detail").stringValue()).isEqualTo("Not Found");
    assertThat(body.get("code").stringValue()).isEqualTo("not_found");
    assertThat(answer.headers().firstValue("X-Request-Id"))
        .hasValue(body.get("request_id").stringValue());
  }

  @Test
  void a_wrong_method_lists_all_that_the_path_has() {
    var answer = api.send("PATCH", "/things/7", "");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS");
    assertThat(TestApi.json(answer).get("detail").stringValue()).isEqualTo("Method Not Allowed");
  }

  @Test
  void a_trailing_slash_redirects_and_keeps_the_query() {
    var answer = api.get("/things/?q=1");
    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(answer.headers().firstValue("Location")).hasValue("/things?q=1");
  }

  @Test
  void head_answers_as_get_without_a_body() {
    var answer = api.send("HEAD", "/things/special", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("19");
  }

  @Test
  void broken_json_comes_before_a_missing_token_and_a_missing_token_before_the_handler() {
    assertThat(api.post("/mine", "{").statusCode()).isEqualTo(422);
    var answer = api.post("/mine", "{}");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(TestApi.json(answer).get("detail").stringValue()).isEqualTo("Not authenticated");
    assertThat(api.post("/mine", "{}", "Authorization", "Bearer wrong").statusCode())
        .isEqualTo(401);
    assertThat(api.post("/mine", "{}", "Authorization", "Bearer user-token").body())
        .isEqualTo("{\"email\":\"user@example.com\"}");
  }

  @Test
  void an_admin_route_refuses_other_users() {
    assertThat(api.get("/closed").statusCode()).isEqualTo(401);
    assertThat(api.get("/closed", "Authorization", "bearer user-token").statusCode())
        .isEqualTo(403);
    assertThat(api.get("/closed", "Authorization", "Bearer admin-token").statusCode())
        .isEqualTo(204);
  }

  @Test
  void an_invalid_token_is_anonymous_where_none_is_needed() {
    assertThat(api.get("/things", "Authorization", "Bearer wrong").statusCode()).isEqualTo(200);
  }

  @Test
  void an_id_that_is_no_uuid_is_a_422_that_names_it() {
    var answer = api.get("/uuid/7");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(TestApi.json(answer).at("/detail/0/loc").toString()).isEqualTo("[\"path\",\"id\"]");
  }

  @Test
  void a_record_that_is_refused_tells_each_field() {
    var body = TestApi.json(api.get("/record"));
    assertThat(body.at("/errors/0/field").stringValue()).isEqualTo("title");
    assertThat(body.at("/errors/0/code").stringValue()).isEqualTo("required");
    var details = TestApi.json(api.get("/record", "Accept", "application/problem+json"));
    assertThat(details.get("status").intValue()).isEqualTo(400);
    assertThat(details.at("/errors/0/pointer").stringValue()).isEqualTo("#/data/title");
  }

  @Test
  void a_defect_is_a_500_that_tells_nothing() {
    var answer = api.get("/bug", "X-Request-Id", "my-id.1");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret").contains("internal_error", "my-id.1");
  }
}
