package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code functions ide}: a Maven project that editors open. */
class FunctionsIdeCommandTest {
  private static final String SHOP =
      """
      import dev.tinybase.sdk.*;

      public class Shop {
        public static long count(Context ctx) {
          return ctx.records("posts").count(Filter.ALL);
        }
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void app() throws IOException {
    Files.createDirectories(folder.resolve("functions/lib"));
    Files.writeString(folder.resolve("functions/lib/Shop.java"), SHOP);
    Files.writeString(folder.resolve("tinybase.toml"), "");
    assertThat(line().run("functions", "new", "place_order").code()).isZero();
  }

  private CommandLineRun line() {
    return new CommandLineRun(folder);
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private void save(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  @Test
  void maven_compiles_functions_their_tests_and_what_they_share_without_a_network()
      throws Exception {
    save(
        "functions/count_posts.java",
        """
        import dev.tinybase.sdk.*;
        import jakarta.validation.constraints.Min;

        class CountPosts {
          record Input(@Min(1) int page) {}

          @Register(name = "count_posts")
          long count(Context ctx, Input input) {
            return Shop.count(ctx);
          }
        }
        """);
    assertThat(line().run("functions", "ide", "--add-main").code()).isZero();
    var log = folder.resolve("maven.log").toFile();
    var maven = new ProcessBuilder("mvn", "-B", "-o", "-q", "test-compile");
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process =
        maven.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
      forget();
    }
    assertThat(process.exitValue()).as(read("maven.log")).isZero();
    assertThat(folder.resolve(".tinybase/ide/target/classes/Shop.class")).exists();
    assertThat(folder.resolve(".tinybase/ide/target/test-classes"))
        .isDirectoryContaining("glob:**/CountPosts.class")
        .isDirectoryContaining("glob:**/place_orderTest.class");
    assertThat(line().run("functions", "test").out()).contains("2 passed");
  }

  /** Maven keeps what it has read of the repository. */
  private static void forget() throws IOException {
    var kept = Path.of(System.getProperty("user.home"), ".m2/repository/dev/tinybase");
    for (var artifact : List.of("tinybase-sdk", "tinybase-junit")) {
      if (Files.isDirectory(kept.resolve(artifact))) {
        try (var versions = Files.newDirectoryStream(kept.resolve(artifact), "dev-*")) {
          for (var version : versions) {
            try (var files = Files.walk(version)) {
              files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
          }
        }
      }
    }
  }

  @Test
  void the_sdk_and_junit_are_all_that_the_compiler_needs() throws Exception {
    assertThat(line().run("functions", "ide", "--add-main").code()).isZero();
    var jars = repository(".jar").filter(jar -> !jar.endsWith("-sources.jar")).toList();
    assertThat(jars).hasSize(2);
    var files =
        List.of("lib/Shop.java", "place_order.java", "place_orderTest.java").stream()
            .map(file -> folder.resolve("functions").resolve(file).toString());
    var arguments =
        Stream.concat(
            Stream.of("-d", folder + "/out", "-cp", String.join(":", jars), "-proc:none"), files);
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
  }

  @Test
  void the_sources_of_the_sdk_come_with_it() throws Exception {
    assumeThat(getClass().getResource("/META-INF/sdk-sources")).as("built by Maven").isNotNull();
    assertThat(line().run("functions", "ide").code()).isZero();
    var jar = repository("-sources.jar").toList();
    assertThat(jar).hasSize(1);
    try (var sources = new JarFile(jar.getFirst())) {
      assertThat(sources.getEntry("dev/tinybase/sdk/Context.java")).isNotNull();
    }
  }

  private Stream<String> repository(String ending) throws IOException {
    try (var files = Files.walk(folder.resolve(".tinybase/ide/repository"))) {
      return files.map(Path::toString).filter(file -> file.endsWith(ending)).toList().stream();
    }
  }

  @Test
  void libraries_and_repositories_of_all_files_are_in_the_project() throws Exception {
    save("functions/one.java", "//DEPS a.b:c:1.0 x:y\n//DEPS m:bom:2@pom\nvoid main() {}\n");
    save("functions/two.java", "//REPOS mine=https://example.org/m?a=1&b=2\n//DEPS a.b:c:2.0\n");
    save("functions/twoTest.java", "//DEPS t:t:3:jdk8\nvoid main() {}\n");
    var made = line().run("functions", "ide");
    assertThat(made.code()).isZero();
    assertThat(made.err())
        .contains("functions/two.java:2:8: the editor sees a.b:c:1.0, which another file asks for");
    assertThat(read("pom.xml"))
        .containsOnlyOnce("<artifactId>c</artifactId>")
        .contains("<version>1.0</version>", "<classifier>jdk8</classifier>")
        .contains("<artifactId>bom</artifactId>", "<scope>import</scope>")
        .contains("<url>https://example.org/m?a=1&amp;b=2</url>");
  }

  @Test
  void what_a_person_has_changed_stays_until_it_is_forced() throws Exception {
    assertThat(line().run("functions", "ide").code()).isZero();
    save(".vscode/settings.json", "{}");
    save("functions/one.java", "//DEPS a.b:c:1.0\nvoid main() {}\n");
    assertThat(line().run("functions", "ide").code()).isZero();
    assertThat(read("pom.xml")).contains("<groupId>a.b</groupId>");
    assertThat(read(".vscode/settings.json")).isEqualTo("{}");
    save("pom.xml", read("pom.xml").replace("1.0", "1.1"));
    var refused = line().run("functions", "ide");
    assertThat(refused.code()).isOne();
    assertThat(refused.err()).contains("stays as it is; --force replaces it");
    assertThat(read("pom.xml")).contains("1.1");
    assertThat(line().run("functions", "ide", "--force").code()).isZero();
    assertThat(read("pom.xml")).doesNotContain("1.1");
  }

  @Test
  void compact_files_without_a_main_are_named_and_get_one_on_request() throws Exception {
    assertThat(line().run("functions", "ide").err())
        .contains("functions/place_order.java, functions/place_orderTest.java");
    assertThat(line().run("functions", "ide", "--add-main").out())
        .contains("Added a main to functions/place_order.java");
    assertThat(line().run("functions", "ide", "--add-main").out()).doesNotContain("Added");
    assertThat(read("functions/lib/Shop.java")).isEqualTo(SHOP);
    assertThat(line().run("functions", "new", "cancel_order").code()).isZero();
    assertThat(read("functions/cancel_order.java")).endsWith("}\n\nvoid main() {}\n");
    assertThat(line().run("functions", "ide").err()).doesNotContain("main");
    assertThat(line().run("functions", "check").code()).isZero();
  }

  @Test
  void a_folder_without_functions_is_told() throws Exception {
    Files.move(folder.resolve("functions"), folder.resolve("elsewhere"));
    var refused = line().run("functions", "ide");
    assertThat(refused.code()).isOne();
    assertThat(refused.err()).contains("There is no folder");
    assertThat(folder.resolve("pom.xml")).doesNotExist();
  }
}
