package dev.tinybase.functions.versions;

import static dev.tinybase.testing.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.TinyBase;
import dev.tinybase.auth.Principal;
import dev.tinybase.config.Settings;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.testing.Engine;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
    var url = engine.freshUrl();
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
