package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class SecretRoutesTest {
  private static final String SECRETS = "/api/admin/secrets";

  private final TestServer server;
  private final String admin;

  SecretRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    admin = server.adminToken();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_secret_goes_in_and_only_its_name_comes_out() {
    var set = server.put(admin, SECRETS + "/STRIPE_KEY", "{\"value\": \"sk_live_1\"}");
    assertThat(set.status()).isEqualTo(200);
    assertThat(set.text()).doesNotContain("sk_live_1");
    assertThat(set.json().path("source").stringValue()).isEqualTo("store");
    var list = server.get(admin, SECRETS);
    assertThat(list.text()).doesNotContain("sk_live_1");
    assertThat(list.json().path("secrets").path(0)).isEqualTo(set.json());
    assertThat(server.tinybase().secrets().find("STRIPE_KEY")).contains("sk_live_1");
    assertThat(server.delete(admin, SECRETS + "/STRIPE_KEY").status()).isEqualTo(204);
    assertThat(server.delete(admin, SECRETS + "/STRIPE_KEY").status()).isEqualTo(404);
    assertThat(server.get(admin, SECRETS).json().path("secrets").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stripe_key | {\"value\": \"hush hush\"} | 400",
        "A%20B      | {\"value\": \"hush hush\"} | 400",
        "A          | {\"value\": \"\"}          | 422",
        "A          | {\"value\": 12345678}      | 422",
        "A          | {\"valeu\": \"hush hush\"} | 422",
        "A          | {}                         | 422"
      })
  void what_is_no_secret_is_refused_without_repeating_it(String name, String body, int status) {
    var reply = server.put(admin, SECRETS + "/" + name, body);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).doesNotContain("hush", "12345678");
  }

  @Test
  void only_admins_come_near() {
    var user = server.user("ada@example.org");
    assertThat(server.get(user, SECRETS).status()).isEqualTo(403);
    assertThat(server.put(user, SECRETS + "/A", "{\"value\":\"x\"}").status()).isEqualTo(403);
    assertThat(server.delete(null, SECRETS + "/A").status()).isEqualTo(401);
  }
}
