package dev.tinybase.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.cli.types.ClientModel;
import dev.tinybase.cli.types.JavaFile;
import dev.tinybase.testing.ClubApp;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.NodeTools;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the page on clients compile, and run against a server with the club's app. */
class ClientsPageTest {
  private static final Path PAGE = Path.of("../docs/clients.md");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final TestServer server = TestServer.start(Engine.SQLITE);

  @BeforeEach
  void club() {
    ClubApp.install(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void what_it_shows_of_typescript_runs() throws IOException {
    NodeTools.require();
    var project = NodeTools.folder("clients-page");
    ClubApp.copyClient(project);
    Files.writeString(project.resolve("page.ts"), blocks("ts"));
    NodeTools.compile(project);
    assertThat(NodeTools.node(project, "dist/page.js", server.uri("").toString()))
        .startsWith(
            "Chess evening 24 places left\nDerby 22 places left\nSummer party 2 places left\n")
        .contains(
            "name must have at least 1 character",
            "phone must match the pattern",
            "You are registered for this event.",
            "confirmed",
            "line 2: yearly_fee: must be at least 0");
  }

  @Test
  void what_it_shows_of_java_runs(@TempDir Path folder) throws Exception {
    var source = folder.resolve("Conversation.java");
    Files.writeString(source, blocks("java"));
    var types = types(folder);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString(), types);
    assertThat(compiled).as("compiles").isZero();
    assertThat(run(folder, "Conversation"))
        .contains(
            "Chess evening 2035-03-02T17:30:00Z\nDerby 2035-05-12T13:00:00Z\nSummer party",
            "name must have at least 1 character",
            "\"status\":\"confirmed\"",
            "\"inserted\":2");
    assertThat(run(folder, "TypedConversation"))
        .isEqualTo(
            """
            2 places left
            [chess, tennis] true
            confirmed, 0 waiting before
            already_registered: You are registered for this event.
            """);
  }

  /** What {@code tinybase types java -o App.java} writes of the server. */
  private String types(Path folder) throws IOException {
    var admin = server.adminToken();
    var model =
        ClientModel.of(
            server.get(admin, "/api/collections").json(),
            server.get(admin, "/api/functions/admin/list?schemas=true").json());
    return Files.writeString(folder.resolve("App.java"), JavaFile.of(model, null, "App"))
        .toString();
  }

  private String run(Path classes, String main) throws Exception {
    var path =
        classes + System.getProperty("path.separator") + System.getProperty("java.class.path");
    var out = classes.resolve("out.txt").toFile();
    var process =
        new ProcessBuilder(
                JAVA.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                path,
                main,
                server.uri("").toString())
            .redirectErrorStream(true)
            .redirectOutput(out)
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    var text = Files.readString(out.toPath());
    assertThat(ended && process.exitValue() == 0).as(text).isTrue();
    return text;
  }

  private static String blocks(String language) throws IOException {
    var block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$");
    var blocks = block.matcher(Files.readString(PAGE)).results().map(it -> it.group(1)).toList();
    assertThat(blocks).isNotEmpty();
    return blocks.stream().collect(Collectors.joining("\n"));
  }
}
