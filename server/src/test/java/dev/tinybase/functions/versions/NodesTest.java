package dev.tinybase.functions.versions;

import static dev.tinybase.testing.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.TinyBase;
import dev.tinybase.auth.Principal;
import dev.tinybase.config.Settings;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two instances on one database. */
class NodesTest {
  private static final Principal WHO = new Principal.Operator();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void both_switch_when_one_deploys(Engine engine) {
    var url = engine.migratedUrl();
    try (var one = open(url, "one");
        var two = open(url, "two")) {
      one.functions().start();
      two.functions().start();
      var first = deploy(one, "one");
      until("the other has it", () -> version(two).equals(Optional.of(first)));
      var second = deploy(two, "two");
      until("the first has the new one", () -> version(one).equals(Optional.of(second)));
      one.functions().deployments().rollback("hello", WHO);
      assertThat(version(one)).contains(first);
      until("the other goes back too", () -> version(two).equals(Optional.of(first)));
      two.functions().deployments().delete("hello", WHO);
      until("both forget it", () -> version(one).isEmpty() && version(two).isEmpty());
    }
  }

  @Test
  void what_one_has_deployed_is_there_when_it_is_called_on_the_other() {
    try (var one = TestServer.start(Engine.POSTGRES);
        var two = one.another()) {
      for (var name : List.of("first", "second", "third")) {
        deploy(one, name);
        var called = two.post(null, "/api/functions/" + name, "{}");
        assertThat(called.text()).contains("\"result\":\"" + name);
      }
      deploy(one, "fourth");
      assertThat(two.get(null, "/api/functions/fourth/schema").status()).isEqualTo(200);
      deploy(one, "fifth");
      var job = "{\"function_name\": \"fifth\"}";
      assertThat(two.post(two.adminToken(), "/api/admin/jobs", job).status()).isEqualTo(201);
      assertThat(two.post(null, "/api/functions/sixth", "{}").status()).isEqualTo(404);
    }
  }

  private static void deploy(TestServer node, String name) {
    var upload = new FunctionUpload(name + ".java", Code.returning(name, name), null);
    node.tinybase().functions().deployments().upload(upload, WHO);
  }

  private static UUID deploy(TinyBase node, String text) {
    var upload = new FunctionUpload("hello.java", Code.returning("hello", text), null);
    var deployed = node.functions().deployments().upload(upload, WHO);
    assertThat(version(node)).contains(deployed.versionId());
    return deployed.versionId();
  }

  private static Optional<UUID> version(TinyBase node) {
    return node.functions().registry().find("hello").map(Function::versionId);
  }

  private TinyBase open(String url, String name) {
    var folder = directory.resolve(name);
    return TinyBase.open(
        Settings.with(
            Map.of(
                "database.url", url,
                "jwt.secret_key", "a signing key for tests, long enough for HS256",
                "secrets.key_file", folder.resolve("secrets.key").toString(),
                "functions.path", folder.resolve("functions").toString(),
                "functions.cache", folder.resolve("cache").toString())),
        Clock.systemUTC());
  }
}
