package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests without a socket pass the same checks in the same order. */
class InProcessRequestTest {
  private static final Principal OPERATOR = new Principal.Operator();

  private final Api api =
      new Api(
          TestApi.settings(s -> s),
          TestApi.services(),
          List.of(
              Route.get("/things/{name}", "things_get")
                  .anyQuery()
                  .admin()
                  .handle(r ->
                      Response.text(
                          200, "text/plain", r.variable("name") + r.query().text("q").orElse(""))),
              Route.post("/echo", "things_echo")
                  .json("Any")
                  .auth()
                  .handle(r -> Response.json(r.object())),
              Route.get("/mine", "things_mine")
                  .auth()
                  .handle(r -> Response.text(200, "text/plain", r.user().email()))));

  private String send(Principal who, String method, String target, String body) {
    var answer = api.handleAs(who, InProcessRequest.of(method, target, body.getBytes(UTF_8)));
    return answer.body() instanceof Response.Body.Bytes(byte[] bytes, String _)
        ? new String(bytes, UTF_8)
        : "";
  }

  @Test
  void an_operator_may_what_an_admin_may() {
    assertThat(send(OPERATOR, "GET", "/things/a%20b?q=%2B1", "")).isEqualTo("a b+1");
    assertThat(send(TestApi.ADMIN, "GET", "/things/a", "")).isEqualTo("a");
    assertThat(send(OPERATOR, "POST", "/echo", "{\"a\":1}")).isEqualTo("{\"a\":1}");
  }

  @Test
  void others_are_refused_as_over_http() {
    assertRefused(TestApi.USER, "GET", "/things/a", "", "admin_required");
    assertRefused(new Principal.Anonymous(), "GET", "/things/a", "", "not_authenticated");
    assertRefused(new Principal.Anonymous(), "POST", "/echo", "{", "invalid_input");
    assertRefused(OPERATOR, "GET", "/mine", "", "not_authenticated");
    assertRefused(OPERATOR, "POST", "/echo", "[]", "invalid_input");
    assertRefused(OPERATOR, "GET", "/nowhere", "", "not_found");
    assertRefused(OPERATOR, "PUT", "/echo", "", "method_not_allowed");
  }

  private void assertRefused(
      Principal who, String method, String target, String body, String code) {
    assertThatThrownBy(() -> send(who, method, target, body))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
