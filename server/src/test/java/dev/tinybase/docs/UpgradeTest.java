package dev.tinybase.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.Launch;
import dev.tinybase.testing.Ports;
import dev.tinybase.testing.ServerProcess;
import dev.tinybase.text.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two releases, of which the older one lacks the last migration, replace each other by the commands
 * of docs/deploy.md: below a folder that stands for the root, with a script that stands for
 * systemd's {@code systemctl}.
 */
class UpgradeTest {
  /** A program has to start, on a machine that may be busy. */
  private static final Duration START = Duration.ofMinutes(1);

  private static final String OLD = "tinybase-0.1.0-linux-x64";
  private static final String NEW = "tinybase-0.2.0-linux-x64";
  private static final String RECORDS = "/api/collections/notes/records";

  private static final String SYSTEMCTL =
      """
      #!/bin/bash
      cd "$(dirname "$0")"
      if [[ $1 != start && -f pid ]]; then
        kill "$(cat pid)"
        while kill -0 "$(cat pid)" 2>/dev/null; do sleep 0.02; done
      fi
      if [[ $1 != stop ]]; then
        (cd var/lib/tinybase && exec ../../../opt/tinybase/tinybase serve >>../../../log 2>&1) &
        echo $! >pid
      fi
      """;

  @TempDir Path root;

  private Path data;
  private int port;

  @BeforeEach
  void installTheOlderOne() throws Exception {
    data = Files.createDirectories(root.resolve("var/lib/tinybase"));
    Files.createDirectories(root.resolve("opt"));
    port = Ports.free();
    script(root.resolve("systemctl"), SYSTEMCTL);
    archive(OLD, List.of(withoutTheLastMigration()));
    archive(NEW, List.of());
    bash("tar -C opt -xzf " + OLD + ".tar.gz && ln -sfn " + OLD + " opt/tinybase");
  }

  @AfterEach
  void stop() throws IOException {
    var pid = root.resolve("pid");
    if (Files.exists(pid)) {
      ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void a_newer_release_takes_over_the_data_and_the_older_one_gets_it_back() throws Exception {
    bash("systemctl start tinybase");
    var http = awaitServer();
    http.post(
        "/api/collections",
        "{\"name\": \"notes\", \"label\": \"Notes\", \"schema\":"
            + " {\"fields\": [{\"name\": \"text\", \"type\": \"string\"}]}}");
    assertThat(http.post(RECORDS, "{\"data\": {\"text\": \"before\"}}").status()).isEqualTo(201);

    bash(block("Unpack the new release"));
    http = awaitServer();
    assertThat(texts(http)).containsExactly("before");
    http.post(RECORDS, "{\"data\": {\"text\": \"after\"}}");
    var copy = copy();
    assertThat(log()).contains(copy);

    bash("ln -sfn " + OLD + " opt/tinybase && systemctl restart tinybase");
    Eventually.within(START, "a refusal", () -> log().contains("was made by a newer TinyBase"));
    bash(block("To go back").replaceAll("tinybase\\.db\\.before-\\d+", copy));
    assertThat(texts(awaitServer())).containsExactly("before");
  }

  private static List<String> texts(Http http) {
    return http.get(RECORDS)
        .json()
        .path("records")
        .valueStream()
        .map(record -> record.at("/data/text").stringValue())
        .toList();
  }

  /** An admin, as soon as the server answers. */
  private Http awaitServer() {
    var http = Http.at("http://127.0.0.1:" + port);
    Eventually.within(START, "the server\n" + log(), () -> isReady(http));
    return http.as(http.login("admin@example.com"));
  }

  private static boolean isReady(Http http) {
    try {
      return http.get("/ready").status() == 200;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  private String copy() throws IOException {
    try (var files = Files.list(data)) {
      var copies =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("tinybase.db.before-"))
              .toList();
      assertThat(copies).hasSize(1);
      return copies.getFirst();
    }
  }

  private String log() {
    try {
      var log = root.resolve("log");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commands below a sentence of the page. */
  private static String block(String sentence) throws IOException {
    var page = Files.readString(Terminal.repository().resolve("docs/deploy.md"));
    int begin = page.indexOf("```sh\n", page.indexOf(sentence)) + 6;
    return page.substring(begin, page.indexOf("```", begin));
  }

  /** Runs commands with the folder as their root. */
  private void bash(String commands) throws IOException, InterruptedException {
    var placed = commands.replaceAll("(?<![\\w/.])/(opt|var)\\b", root + "/$1");
    var builder = new ProcessBuilder("bash", "-euc", "PATH=" + root + ":$PATH\n" + placed);
    builder.environment().putAll(ServerProcess.environment(port));
    builder.environment().put("TINYBASE_AUTH_BCRYPT_COST", "4");
    builder.environment().put("TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true");
    var output = root.resolve("bash.log").toFile();
    var process =
        builder
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(commands + Files.readString(output.toPath())).isZero();
  }

  /** A release: its launcher alone, which runs the program of this build. */
  private void archive(String name, List<Path> before) throws IOException, InterruptedException {
    var words = new ArrayList<>(Launch.command());
    int classPath = words.indexOf("-cp") + 1;
    before.forEach(folder -> words.set(classPath, folder + ":" + words.get(classPath)));
    var quoted = words.stream().map(word -> "'" + word + "'").toList();
    Files.createDirectories(root.resolve(name));
    var launcher = "#!/bin/sh\nexec " + String.join(" ", quoted) + " \"$@\"\n";
    script(root.resolve(name).resolve("tinybase"), launcher);
    bash("tar -czf " + name + ".tar.gz " + name);
  }

  /** A folder that hides the last migration from a program that finds it first. */
  private Path withoutTheLastMigration() throws IOException {
    var folder = root.resolve("older");
    var index = folder.resolve("db/sqlite/index.txt");
    Files.createDirectories(index.getParent());
    var lines = Resources.text("/db/sqlite/index.txt").lines().toList();
    Files.write(index, lines.subList(0, lines.size() - 1));
    return folder;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
