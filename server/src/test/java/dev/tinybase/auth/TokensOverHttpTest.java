package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

@ParameterizedClass
@EnumSource(Engine.class)
class TokensOverHttpTest {
  private final Engine engine;

  TokensOverHttpTest(Engine engine) {
    this.engine = engine;
  }

  @Test
  void every_forged_token_gets_the_same_refusal() throws Exception {
    try (var server =
        TestServer.start(
            engine,
            all -> TestAuth.withJwt(all, TestAuth.jwt(TestAuth.SECRET, "HS256")),
            Clock.systemUTC())) {
      var grant =
          server
              .tinybase()
              .auth()
              .logins()
              .login(TestServer.ADMIN, TestServer.PASSWORD, ClientInfo.at("127.0.0.1"));
      var forged = new ForgedTokens(grant, Clock.systemUTC().instant());
      assertThat(server.get(forged.good(), "/api/admin/users").status()).isEqualTo(200);

      var answers = new HashSet<ObjectNode>();
      forged
          .all()
          .forEach((name, token) -> {
            if (fitsAHeader(token)) {
              var reply = server.get(token, "/api/admin/users");
              assertThat(reply.status()).as(name).isEqualTo(401);
              assertThat(reply.header("WWW-Authenticate"))
                  .as(name)
                  .isEqualTo(token.isEmpty() ? "Bearer" : "Bearer error=\"invalid_token\"");
              answers.add(withoutRequestId(reply.text()));
            }
          });
      assertThat(answers).hasSize(1);
    }
  }

  private static ObjectNode withoutRequestId(String body) {
    var object = (ObjectNode) Json.parse(body);
    object.remove("request_id");
    return object;
  }

  private static boolean fitsAHeader(String token) {
    return token.length() < 8000 && token.chars().allMatch(c -> c > 31 && c < 127);
  }
}
