package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.ApplicationToken;
import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What the scopes of a token mean inside of the functions that it calls. */
@ParameterizedClass
@EnumSource(Engine.class)
class TokensInFunctionsTest {
  private static final String FUNCTION =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "look", auth = Auth.ADMIN)
      String look(Context ctx) {
        return ctx.user().isPresent() + " " + ctx.isAdmin();
      }

      @Register(name = "count", auth = Auth.AUTH)
      long count(Context ctx) {
        return ctx.records("notes").count(Filter.ALL);
      }

      @Register(name = "count_all", auth = Auth.AUTH)
      long countAll(Context ctx) {
        return ctx.asAdmin().records("notes").count(Filter.ALL);
      }
      """;
  private static final String NOTES =
      """
      {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "text", "type": "string"}]},
       "options": {"access": {"list": "public", "read": "public"}}}\
      """;

  private final TestServer server;
  private final String admin;

  TokensInFunctionsTest(Engine engine) {
    server = TestServer.start(engine);
    admin = server.adminToken();
  }

  @BeforeEach
  void prepare() throws IOException {
    server.post(admin, "/api/collections", NOTES);
    server.post(admin, "/api/collections/notes/records", "{\"data\": {\"text\": \"a\"}}");
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("look.java"), FUNCTION);
    Eventually.until(
        "the functions are there",
        () -> server.get(admin, "/api/functions/count_all/schema").status() == 200);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String token(String name, Scope... scopes) {
    var wanted = new ApplicationToken.Wanted(name, null, Set.of(scopes), null);
    var tokens = server.tinybase().auth().applicationTokens();
    return tokens.create(wanted, new Principal.Operator()).value();
  }

  private JsonNode call(String token, String function) {
    var reply = server.post(token, "/api/functions/" + function, "{}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void a_function_for_admins_is_called_by_nobody_who_has_an_account() {
    assertThat(call(token("caller", Scope.FUNCTIONS_CALL), "look").path("result").asString())
        .isEqualTo("false false");
    assertThat(call(token("all", Scope.ADMIN), "look").path("result").asString())
        .isEqualTo("false true");
  }

  @Test
  void records_need_their_scope_inside_of_a_function_too() {
    var caller = token("caller", Scope.FUNCTIONS_CALL);
    var refused = call(caller, "count");
    assertThat(refused.path("status").asString()).isEqualTo("failed");
    assertThat(refused.toString()).contains("insufficient_scope", "records:read");
    assertThat(call(caller, "count_all").path("result").asInt()).isEqualTo(1);
    var reader = token("reader", Scope.FUNCTIONS_CALL, Scope.RECORDS_READ);
    assertThat(call(reader, "count").path("result").asInt()).isEqualTo(1);
  }

  @Test
  void an_asynchronous_call_has_the_same_scopes() {
    var caller = token("caller", Scope.FUNCTIONS_CALL);
    assertThat(async(caller, "count").path("status").asString()).isEqualTo("failed");
    assertThat(async(caller, "count_all").path("result").asInt()).isEqualTo(1);
    var reader = token("reader", Scope.FUNCTIONS_CALL, Scope.RECORDS_READ);
    assertThat(async(reader, "count").path("result").asInt()).isEqualTo(1);
  }

  private JsonNode async(String token, String function) {
    var started = server.post(token, "/api/functions/" + function + "?async=true", "{}");
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    var path = "/api/functions/calls/" + started.json().path("call_id").asString();
    Eventually.until(
        "the call has ended",
        () -> !server.get(token, path).json().path("status").asString().equals("running"));
    return server.get(token, path).json();
  }

  @Test
  void a_call_is_the_token_s_own_and_its_record_has_the_token_s_name() {
    var id = call(token("nightly", Scope.FUNCTIONS_CALL), "look").path("call_id").asString();
    var record = server.get(admin, "/api/admin/functions/calls/" + id).json();
    assertThat(record.path("requested_by_token").asString()).isEqualTo("nightly");
    assertThat(record.path("requested_by_user_id").isNull()).isTrue();
    var path = "/api/functions/calls/" + id;
    assertThat(server.get(token("other", Scope.FUNCTIONS_CALL), path).status()).isEqualTo(404);
    assertThat(server.get(server.user("ada@example.org"), path).status()).isEqualTo(404);
  }
}
