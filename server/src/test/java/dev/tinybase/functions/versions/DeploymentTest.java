package dev.tinybase.functions.versions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import dev.tinybase.text.Sha256;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class DeploymentTest {
  private static final String ALL = "/api/admin/functions";

  private final TestServer server;
  private final String admin;

  DeploymentTest(Engine engine) {
    server = TestServer.start(engine);
    admin = server.adminToken();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void an_upload_is_callable_when_it_is_answered() {
    var content = Code.returning("hello", "one");
    var reply = upload("hello.java", content);
    assertThat(reply.status()).isEqualTo(200);
    var body = reply.json();
    assertThat(body.propertyNames())
        .containsExactly(
            "function_name", "version_id", "content_hash", "is_new_version", "message", "warnings");
    assertThat(body.path("function_name").stringValue()).isEqualTo("hello");
    assertThat(body.path("content_hash").stringValue()).isEqualTo(Sha256.hex(content));
    assertThat(body.path("is_new_version").booleanValue()).isTrue();
    assertThat(call("hello")).isEqualTo("one");
    assertThat(upload("hello.java", Code.returning("hello", "two")).status()).isEqualTo(200);
    assertThat(call("hello")).isEqualTo("two");
  }

  @Test
  void a_deployed_version_brings_its_schedules_and_one_with_a_wrong_schedule_is_refused() {
    assertThat(upload("nightly.java", nightly("0 3 * * *")).status()).isEqualTo(200);
    assertThat(schedules("nightly"))
        .isEqualTo("[{\"method\":\"cron\",\"cron\":\"0 3 * * *\",\"timezone\":\"Europe/Berlin\"}]");
    var refused = upload("nightly.java", nightly("0 3 * *"));
    assertThat(refused.status()).isEqualTo(400);
    var diagnostic = refused.json().path("diagnostics").get(0);
    assertThat(diagnostic.path("line").intValue()).isEqualTo(5);
    assertThat(diagnostic.path("message").stringValue())
        .startsWith("The method nightly has a wrong @Scheduled: cron: ");
    assertThat(schedules("nightly")).contains("0 3 * * *");
  }

  private static String nightly(String cron) {
    return """
    import dev.tinybase.sdk.*;

    @Register(name = "nightly")
    @Scheduled(cron = "%s", zone = "Europe/Berlin")
    void nightly() {}
    """
        .formatted(cron);
  }

  private String schedules(String name) {
    return server
        .get(admin, "/api/functions/admin/list")
        .json()
        .valueStream()
        .filter(function -> function.path("name").stringValue().equals(name))
        .map(function -> Json.text(function.path("schedules")))
        .findFirst()
        .orElse("");
  }

  @Test
  void known_content_becomes_active_again() {
    var first = upload("hello.java", Code.returning("hello", "one")).json();
    var second = upload("hello.java", Code.returning("hello", "two")).json();
    var again = upload("hello.java", Code.returning("hello", "one")).json();
    assertThat(again.path("is_new_version").booleanValue()).isFalse();
    assertThat(again.path("version_id")).isEqualTo(first.path("version_id"));
    assertThat(second.path("version_id")).isNotEqualTo(first.path("version_id"));
    assertThat(call("hello")).isEqualTo("one");
    var same = upload("hello.java", Code.returning("hello", "one")).json();
    assertThat(same.path("message").stringValue()).contains("active already");
    assertThat(versions("hello")).hasSize(2);
  }

  @Test
  void versions_tell_who_when_and_how_often() {
    upload("hello.java", Code.returning("hello", "one"));
    call("hello");
    call("hello");
    var two = Code.returning("hello", "two");
    server.post(
        admin,
        ALL + "/upload",
        Json.text(
            Json.object()
                .put("filename", "hello.java")
                .put("content", two)
                .put("notes", "says two")));
    call("hello");
    var versions = versions("hello");
    assertThat(versions).hasSize(2);
    var newest = versions.get(0);
    assertThat(newest.path("deployed_by_email").stringValue()).isEqualTo(TestServer.ADMIN);
    assertThat(newest.path("activated_by_email").stringValue()).isEqualTo(TestServer.ADMIN);
    assertThat(newest.path("notes").stringValue()).isEqualTo("says two");
    assertThat(newest.path("file_size").intValue()).isEqualTo(two.length());
    assertThat(newest.path("is_active").booleanValue()).isTrue();
    assertThat(newest.path("execution_count").intValue()).isEqualTo(1);
    assertThat(versions.get(1).path("is_active").booleanValue()).isFalse();
    assertThat(versions.get(1).path("execution_count").intValue()).isEqualTo(2);
    assertThat(server.get(admin, ALL + "/hello/versions?limit=1").json()).hasSize(1);
    assertThat(server.get(admin, ALL + "/hello/versions?limit=1001").status()).isEqualTo(422);
    assertThat(server.get(admin, ALL + "/nobody/versions").status()).isEqualTo(404);
    var source =
        server.get(admin, ALL + "/hello/versions/" + newest.path("id").stringValue() + "/source");
    assertThat(source.json().path("content").stringValue()).isEqualTo(two);
    assertThat(source.json().path("filename").stringValue()).isEqualTo("hello.java");
    assertThat(
            server
                .get(admin, ALL + "/other/versions/" + newest.path("id").stringValue() + "/source")
                .status())
        .isEqualTo(404);
  }

  @Test
  void versions_name_the_application_token_that_has_deployed_them_also_when_it_is_gone() {
    var made =
        server
            .post(
                admin,
                "/api/admin/application-tokens",
                "{\"name\": \"nightly build\", \"scopes\": [\"admin\"]}")
            .json();
    var upload =
        Json.object().put("filename", "hello.java").put("content", Code.returning("hello", "one"));
    var token = made.path("token_value").stringValue();
    assertThat(server.post(token, ALL + "/upload", Json.text(upload)).status()).isEqualTo(200);
    server.delete(
        admin, "/api/admin/application-tokens/" + made.path("token").path("id").stringValue());
    var version = versions("hello").get(0);
    assertThat(version.path("deployed_by_email").isNull()).isTrue();
    assertThat(version.path("deployed_by_token").stringValue()).isEqualTo("nightly build");
    assertThat(version.path("activated_by_token").stringValue()).isEqualTo("nightly build");
    server.post(
        admin,
        ALL + "/hello/activate",
        "{\"version_id\": \"" + version.path("id").stringValue() + "\"}");
    upload("hello.java", Code.returning("hello", "two"));
    var newest = versions("hello").get(0);
    assertThat(newest.path("deployed_by_email").stringValue()).isEqualTo(TestServer.ADMIN);
    assertThat(newest.path("deployed_by_token").isNull()).isTrue();
  }

  @Test
  void an_earlier_version_is_activated_and_rolled_back_to() {
    var one = upload("hello.java", Code.returning("hello", "one")).json();
    upload("hello.java", Code.returning("hello", "two"));
    upload("hello.java", Code.returning("hello", "three"));
    assertThat(rollback().status()).isEqualTo(200);
    assertThat(call("hello")).isEqualTo("two");
    assertThat(rollback().status()).isEqualTo(200);
    assertThat(call("hello")).isEqualTo("one");
    var refused = rollback();
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("code").stringValue()).isEqualTo("no_earlier_version");
    upload("hello.java", Code.returning("hello", "four"));
    var body = "{\"version_id\": " + one.path("version_id") + "}";
    var activated = server.post(admin, ALL + "/hello/activate", body);
    assertThat(activated.json().path("version_id")).isEqualTo(one.path("version_id"));
    assertThat(call("hello")).isEqualTo("one");
    rollback();
    assertThat(call("hello")).isEqualTo("four");
    assertThat(server.post(admin, ALL + "/other/activate", body).status()).isEqualTo(404);
    assertThat(server.post(admin, ALL + "/hello/activate", "{}").status()).isEqualTo(422);
    assertThat(server.post(admin, ALL + "/other/rollback", "{}").status()).isEqualTo(404);
  }

  @Test
  void a_deployed_function_wins_over_the_file_until_it_is_deleted() throws Exception {
    Files.createDirectories(server.functionsFolder());
    Files.writeString(
        server.functionsFolder().resolve("hello.java"), Code.returning("hello", "file"));
    server.tinybase().functions().loader().reload();
    assertThat(call("hello")).isEqualTo("file");
    var reply = upload("hello.java", Code.returning("hello", "deployed"));
    assertThat(reply.json().path("warnings").toString()).contains("functions/hello.java");
    assertThat(call("hello")).isEqualTo("deployed");
    assertThat(server.delete(admin, ALL + "/hello").status()).isEqualTo(204);
    assertThat(call("hello")).isEqualTo("file");
    assertThat(server.delete(admin, ALL + "/hello").status()).isEqualTo(404);
    assertThat(versions("hello").get(0).path("is_active").booleanValue()).isFalse();
    upload("hello.java", Code.returning("hello", "deployed"));
    assertThat(call("hello")).isEqualTo("deployed");
  }

  @Test
  void invalid_code_changes_nothing_and_tells_the_place() {
    upload("hello.java", Code.returning("hello", "good"));
    var syntax = upload("hello.java", Code.returning("hello", "bad").replace(";\n}", "\n}"));
    assertThat(syntax.status()).isEqualTo(400);
    assertThat(syntax.json().path("detail").stringValue()).startsWith("Invalid Java syntax");
    var first = syntax.json().path("diagnostics").get(0);
    assertThat(first.path("line").intValue()).isEqualTo(5);
    assertThat(first.path("column").intValue()).isPositive();
    assertThat(first.path("file").stringValue()).isEqualTo("hello.java");
    var meaning = upload("hello.java", Code.returning("hello", "bad").replace("\"bad\"", "bad"));
    assertThat(meaning.status()).isEqualTo(400);
    assertThat(meaning.json().path("detail").stringValue())
        .startsWith("hello.java:5:10:")
        .doesNotContain("syntax");
    var other = upload("hello.java", Code.returning("other", "bad"));
    assertThat(other.json().path("detail").stringValue()).contains("must match filename");
    var none = upload("hello.java", "void main() {}\n");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.json().path("detail").stringValue()).contains("@Register");
    assertThat(call("hello")).isEqualTo("good");
    assertThat(versions("hello")).hasSize(1);
    assertThat(server.get(admin, ALL + "/failures").json().path("failures")).isEmpty();
  }

  @Test
  void bad_file_names_are_refused_with_a_reason() {
    for (var bad :
        List.of(
            List.of("hello.py", "must end with .java"),
            List.of("../hello.java", "path traversal"),
            List.of("a/hello.java", "path traversal"),
            List.of("lib/../hello.java", "path traversal"),
            List.of("a\\b.java", "path traversal"),
            List.of("My-Function.java", "valid Java identifier"),
            List.of("1st.java", "valid Java identifier"),
            List.of("class.java", "reserved"),
            List.of("lib/class.java", "valid Java identifier"),
            List.of(".java", "valid Java identifier"))) {
      var reply = upload(bad.getFirst(), Code.returning("hello", "x"));
      assertThat(reply.status()).as(bad.getFirst()).isEqualTo(400);
      assertThat(reply.json().path("detail").stringValue()).contains(bad.getLast());
    }
    assertThat(server.post(admin, ALL + "/upload", "{\"filename\": \"a.java\"}").status())
        .isEqualTo(422);
  }

  @Test
  void suspicious_code_is_deployed_with_a_warning() {
    var code =
        Code.returning("hello", "x").replace("return", "if (false) System.exit(1);\n  return");
    var reply = upload("hello.java", code);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("warnings").toString()).contains("System.exit");
    assertThat(call("hello")).isEqualTo("x");
  }

  @Test
  void a_batch_deploys_what_is_good_or_all_or_nothing() {
    var batch =
        "{\"functions\": [%s, %s, %s, %s]}"
            .formatted(
                Code.upload("good.java", Code.returning("good", "g")),
                Code.upload("bad.java", "nonsense"),
                Code.upload("priced.java", priced()),
                Code.upload("lib/Money.java", money("1")));
    var refused = server.post(admin, ALL + "/upload-batch?atomic=true", batch);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("diagnostics").get(0).path("file").stringValue())
        .isEqualTo("bad.java");
    assertThat(server.get(admin, ALL + "/good/versions").status()).isEqualTo(404);

    var reply = server.post(admin, ALL + "/upload-batch", batch);
    assertThat(reply.status()).isEqualTo(200);
    var outcomes = reply.json();
    assertThat(outcomes).hasSize(4);
    assertThat(outcomes.get(1).path("function_name").stringValue()).isEqualTo("bad");
    assertThat(outcomes.get(1).path("version_id").stringValue()).isEmpty();
    assertThat(outcomes.get(1).path("content_hash").stringValue()).isEmpty();
    assertThat(outcomes.get(1).path("is_new_version").booleanValue()).isFalse();
    assertThat(outcomes.get(1).path("message").stringValue()).startsWith("Deployment failed: ");
    assertThat(outcomes.get(1).path("diagnostics")).isNotEmpty();
    assertThat(call("good")).isEqualTo("g");
    assertThat(call("priced")).isEqualTo("1");
    assertThat(server.post(null, "/api/functions/bad", "{}").status()).isEqualTo(404);
  }

  @Test
  void shared_files_have_versions_and_never_break_what_needs_them() {
    upload("lib/Money.java", money("1"));
    upload("priced.java", priced());
    assertThat(call("priced")).isEqualTo("1");
    assertThat(upload("lib/Money.java", money("2")).status()).isEqualTo(200);
    assertThat(call("priced")).isEqualTo("2");
    var breaking = upload("lib/Money.java", "public class Money {}");
    assertThat(breaking.status()).isEqualTo(400);
    assertThat(breaking.json().path("diagnostics").get(0).path("file").stringValue())
        .isEqualTo("priced.java");
    assertThat(call("priced")).isEqualTo("2");
    assertThat(server.delete(admin, ALL + "/lib%2FMoney").status()).isEqualTo(409);
    assertThat(versions("lib%2FMoney")).hasSize(2);
    assertThat(server.post(admin, ALL + "/lib%2FMoney/rollback", "{}").status()).isEqualTo(200);
    assertThat(call("priced")).isEqualTo("1");
    assertThat(server.delete(admin, ALL + "/priced").status()).isEqualTo(204);
    assertThat(server.delete(admin, ALL + "/lib%2FMoney").status()).isEqualTo(204);
  }

  @Test
  void a_function_that_another_file_has_is_refused_between_deployed_ones() {
    upload("hello.java", Code.returning("hello", "h"));
    var reply =
        upload(
            "second.java",
            Code.returning("second", "s")
                + "@dev.tinybase.sdk.Register(name = \"hello\") void stolen() {}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("detail").stringValue()).contains("'hello'", "hello.java");
    assertThat(call("hello")).isEqualTo("h");
  }

  @Test
  void files_with_errors_are_listed_for_admins() throws Exception {
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("broken.java"), "int x = ;\n");
    server.tinybase().functions().loader().reload();
    var failures = server.get(admin, ALL + "/failures").json().path("failures");
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0).path("file").stringValue()).isEqualTo("functions/broken.java");
    assertThat(failures.get(0).path("live").booleanValue()).isFalse();
    assertThat(failures.get(0).path("diagnostics").get(0).path("line").intValue()).isEqualTo(1);
  }

  @Test
  void the_source_that_runs_is_read_whether_it_is_a_file_or_deployed() throws Exception {
    var file = Code.returning("hello", "file");
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("hello.java"), file);
    server.tinybase().functions().loader().reload();
    var source = server.get(admin, ALL + "/hello/source").json();
    assertThat(source.path("content").stringValue()).isEqualTo(file);
    assertThat(source.path("content_hash").stringValue()).isEqualTo(Sha256.hex(file));
    assertThat(source.path("filename").stringValue()).isEqualTo("hello.java");
    assertThat(source.path("id").isNull()).isTrue();
    Files.writeString(server.functionsFolder().resolve("hello.java"), "void main(");
    server.tinybase().functions().loader().reload();
    assertThat(server.get(admin, ALL + "/hello/source").json()).isEqualTo(source);
    var id = upload("hello.java", Code.returning("hello", "deployed")).json().path("version_id");
    source = server.get(admin, ALL + "/hello/source").json();
    assertThat(source.path("id")).isEqualTo(id);
    assertThat(source.path("content").stringValue()).contains("deployed");
    assertThat(server.get(admin, ALL + "/other/source").status()).isEqualTo(404);
  }

  @Test
  void odd_names_in_the_path_are_no_more_than_unknown() {
    for (var name :
        List.of("%00", "%F0%9F%98%80", "..%2F..%2Fetc", "x".repeat(3000), "a%20b", "'--")) {
      assertThat(server.get(admin, ALL + "/" + name + "/versions").status())
          .as(name)
          .isBetween(400, 499);
      assertThat(server.get(admin, ALL + "/" + name + "/source").status())
          .as(name)
          .isBetween(400, 499);
      assertThat(server.post(admin, ALL + "/" + name + "/rollback", "{}").status())
          .as(name)
          .isBetween(400, 499);
      assertThat(server.delete(admin, ALL + "/" + name).status()).as(name).isBetween(400, 499);
    }
  }

  @Test
  void only_admins_deploy() {
    var user = server.user("user@example.com");
    var body = Code.upload("hello.java", Code.returning("hello", "x"));
    for (var path : List.of("/upload", "/upload-batch", "/hello/activate", "/hello/rollback")) {
      assertThat(server.post(null, ALL + path, body).status()).as(path).isEqualTo(401);
      assertThat(server.post(user, ALL + path, body).status()).as(path).isEqualTo(403);
    }
    for (var path : List.of("/failures", "/hello/versions", "/hello/source")) {
      assertThat(server.get(user, ALL + path).status()).as(path).isEqualTo(403);
    }
    assertThat(server.delete(user, ALL + "/hello").status()).isEqualTo(403);
  }

  private static String money(String amount) {
    return "public class Money { public static String of() { return \"" + amount + "\"; } }";
  }

  private static String priced() {
    return Code.returning("priced", "").replace("\"\"", "Money.of()");
  }

  private Reply upload(String filename, String content) {
    return server.post(admin, ALL + "/upload", Code.upload(filename, content));
  }

  private Reply rollback() {
    return server.post(admin, ALL + "/hello/rollback", "{}");
  }

  private JsonNode versions(String name) {
    return server.get(admin, ALL + "/" + name + "/versions").json();
  }

  private String call(String name) {
    return server.post(null, "/api/functions/" + name, "{}").json().path("result").asString();
  }
}
