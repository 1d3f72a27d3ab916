package dev.tinybase.extensions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.extensions.source.GitFolder;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.LogCapture;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Extensions from repositories, over HTTP, on servers that run them. */
@ParameterizedClass
@EnumSource(Engine.class)
class InstallationTest {
  private static final String ALL = "/api/admin/extensions";

  private final Engine engine;
  private final TestServer server;
  private final GitFolder folder = GitFolder.create();

  InstallationTest(Engine engine) {
    this.engine = engine;
    server = TestServer.start(engine);
    manifest("1.0").says("one").commit();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private InstallationTest manifest(String version) {
    folder.write(
        "extension.toml",
        """
        [extension]
        name = "greeter"
        version = "%s"
        collections = ["greetings.json"]
        """
            .formatted(version));
    folder.write(
        "greetings.json",
        "{\"name\":\"greetings\",\"schema\":{\"fields\":[{\"name\":\"text\",\"type\":\"string\"}]}}");
    return this;
  }

  private InstallationTest says(String word) {
    folder.write(
        "src/greet.java",
        """
        import dev.tinybase.sdk.*;

        @Register(name = "greet", auth = Auth.PUBLIC)
        String greet() {
          return "%s";
        }
        """
            .formatted(word));
    return this;
  }

  private String commit() {
    return folder.commit();
  }

  private String body(@Nullable String ref) {
    var body = Json.object().put("repo_url", folder.path().toString());
    return Json.text(ref == null ? body : body.put("ref", ref));
  }

  private Reply install(@Nullable String ref) {
    return server.post(server.adminToken(), ALL, body(ref));
  }

  private static Reply greet(TestServer server) {
    return server.post(null, "/api/functions/greet", "{}");
  }

  private static String word(TestServer server) {
    return greet(server).json().path("result").asString("");
  }

  private void requireNothingLeft() throws IOException {
    assertThat(server.get(server.adminToken(), ALL).json().path("total").intValue()).isZero();
    assertThat(server.get(server.adminToken(), "/api/collections/greetings").status())
        .isEqualTo(404);
    var scratch = server.tinybase().settings().extensions().path();
    if (Files.exists(scratch)) {
      try (var files = Files.list(scratch)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void a_commit_is_installed_updated_and_removed_while_the_server_runs() throws IOException {
    var first = folder.head();
    manifest("2.0").says("two");
    var second = commit();
    var made = install(first);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().path("commit").stringValue()).isEqualTo(first);
    assertThat(made.json().path("status").stringValue()).isEqualTo("loaded");
    assertThat(word(server)).isEqualTo("one");
    var one = ALL + "/greeter";
    var checked = server.get(server.adminToken(), one + "?check_updates=true").json();
    assertThat(checked.path("update_available").booleanValue()).isTrue();
    var ref = Json.text(Json.object().put("ref", second));
    var updated = server.post(server.adminToken(), one + "/update", ref);
    assertThat(updated.status()).as(updated.text()).isEqualTo(200);
    assertThat(updated.json().path("version").stringValue()).isEqualTo("2.0");
    assertThat(word(server)).isEqualTo("two");
    assertThat(server.delete(server.adminToken(), one + "?drop_collections=true").status())
        .isEqualTo(204);
    assertThat(greet(server).status()).isEqualTo(404);
    requireNothingLeft();
  }

  @Test
  void an_update_that_does_not_compile_changes_nothing() {
    install("main");
    folder.write("src/greet.java", "no java");
    manifest("2.0").commit();
    var ref = Json.text(Json.object().put("ref", "main"));
    var refused = server.post(server.adminToken(), ALL + "/greeter/update", ref);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("diagnostics").get(0).path("file").stringValue())
        .isEqualTo("src/greet.java");
    assertThat(word(server)).isEqualTo("one");
    assertThat(server.get(server.adminToken(), ALL + "/greeter").json().path("version").asString())
        .isEqualTo("1.0");
  }

  @Test
  void a_hostile_repository_leaves_nothing_behind() throws IOException {
    var blob = folder.object("blob", "x".getBytes(UTF_8));
    var trees =
        List.of(
            GitFolder.entry("120000", "passwd", blob),
            GitFolder.entry("160000", "sub", folder.head()),
            GitFolder.entry("100644", "..", blob));
    for (var tree : trees) {
      folder.commitTree(tree);
      var refused = install("main");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("code").stringValue()).isEqualTo("invalid_extension");
    }
    for (var address : List.of("ext::sh -c touch% /tmp/x", "-c", "https://x.example/?token=s3")) {
      var json = Json.text(Json.object().put("repo_url", address));
      assertThat(server.post(server.adminToken(), ALL, json).json().path("code").stringValue())
          .isEqualTo("invalid_repo_url");
    }
    for (var ref : List.of("--upload-pack=touch", "main:refs/heads/x", "nowhere")) {
      assertThat(install(ref).status()).as(ref).isEqualTo(400);
    }
    requireNothingLeft();
  }

  @Test
  void a_password_of_an_address_is_in_no_reply_and_no_log() {
    try (var log = new LogCapture("dev.tinybase")) {
      var address = "https://ann:hunter2@127.0.0.1:1/team/greeter.git";
      var json = Json.text(Json.object().put("repo_url", address));
      var refused = server.post(server.adminToken(), ALL, json);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("code").stringValue()).isEqualTo("fetch_failed");
      assertThat(refused.text()).doesNotContain("hunter2");
      assertThat(String.join("\n", log.lines())).doesNotContain("hunter2");
    }
  }

  @Test
  void of_many_installations_at_once_one_succeeds_and_every_node_has_it() throws Exception {
    var servers = new ArrayList<>(List.of(server));
    if (engine == Engine.POSTGRES) {
      servers.add(server.another());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var wishes = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 4; i++) {
        var one = servers.get(i % servers.size());
        wishes.add(() -> one.post(one.adminToken(), ALL, body("main")).status());
      }
      var statuses = new ArrayList<Integer>();
      for (var status : threads.invokeAll(wishes)) {
        statuses.add(status.get());
      }
      assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409);
      for (var one : servers) {
        Eventually.until("it runs on every node", () -> word(one).equals("one"));
      }
      var off = "{\"is_enabled\": false}";
      servers.getLast().patch(server.adminToken(), ALL + "/greeter", off);
      for (var one : servers) {
        Eventually.until("it is off on every node", () -> greet(one).status() == 404);
      }
    } finally {
      servers.stream().skip(1).forEach(TestServer::close);
    }
  }

  @Test
  void a_folder_of_the_server_can_be_read_by_admins_alone() {
    var user = server.user("ann@example.com");
    assertThat(server.post(user, ALL, body(null)).status()).isEqualTo(403);
    assertThat(server.post(null, ALL, body(null)).status()).isEqualTo(401);
    assertThat(server.post(user, ALL + "/preview", body(null)).status()).isEqualTo(403);
    var passwords = Json.text(Json.object().put("repo_url", Path.of("/etc").toString()));
    var refused = server.post(server.adminToken(), ALL + "/preview", passwords);
    assertThat(refused.status()).isEqualTo(400);
  }
}
