package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code extensions} on this folder's database, without a server, and on a server. */
class ExtensionsCommandTest {
  @TempDir Path directory;

  @BeforeEach
  void init() {
    assertThat(cli().run("init").code()).isZero();
    var made = cli().run("extensions", "new", "guest-book", "-d", "Who was \"here\"");
    assertThat(made.err()).isEmpty();
    assertThat(made.out()).contains("Made guest-book/src/GuestBookExtension.java");
  }

  @Test
  void the_test_of_a_new_extension_passes() {
    var tested = cli().run("extensions", "test", "guest-book");
    assertThat(tested.err()).isEmpty();
    assertThat(tested.out()).contains("visitors_are_greeted");
    assertThat(tested.code()).isZero();
  }

  @Test
  void a_name_that_java_keeps_for_itself_makes_an_extension_as_well() {
    assertThat(cli().run("extensions", "new", "class").code()).isZero();
    assertThat(cli().run("extensions", "test", "class").err()).isEmpty();
    assertThat(cli().run("extensions", "new", "class").err()).contains("is there already");
  }

  @Test
  void tests_of_a_broken_extension_tell_the_line_and_fail() throws IOException {
    var source = directory.resolve("guest-book/src/GuestBookExtension.java");
    Files.writeString(source, Files.readString(source).replace("return Map", "retrun Map"));
    var tested = cli().run("extensions", "test", "guest-book");
    assertThat(tested.code()).isEqualTo(1);
    assertThat(tested.err()).containsPattern("GuestBookExtension.java:\\d+:\\d+: ");
  }

  @Test
  void an_extension_is_previewed_installed_shown_set_disabled_updated_and_uninstalled()
      throws IOException {
    var preview = cli().run("extensions", "preview", "./guest-book");
    assertThat(preview.out())
        .containsPattern("Name +guest-book")
        .containsPattern("Functions +guest_book_count")
        .containsPattern("Hooks +guest-book.tidy \\(BeforeRecordCreate\\)")
        .containsPattern("Routes +GET /api/x/guest-book/greeting/\\{name} \\(public\\)")
        .containsPattern("Collections +guest_book");
    assertThat(cli().run("extensions", "list").out().lines()).hasSize(1);

    var asked = cli().run("extensions", "install", "./guest-book");
    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.err()).contains("--yes");
    var declined = cli().onTerminal().input("n\n").run("extensions", "install", "./guest-book");
    assertThat(declined.err()).contains("guest_book_count", "Nothing was installed.");
    assertThat(declined.code()).isZero();
    var agreed = cli().onTerminal().input("y\n").run("extensions", "install", "./guest-book");
    assertThat(agreed.out()).isEqualTo("Installed guest-book 0.1.0.\n");
    assertThat(cli().run("extensions", "install", "./guest-book", "--yes").err())
        .contains("guest-book");
    assertThat(cli().run("extensions", "list").out()).contains("guest-book  0.1.0", "loaded");
    assertThat(cli().run("extensions", "show", "guest-book").out())
        .contains("Who was \"here\"")
        .containsPattern("Status +loaded");
    assertThat(cli().run("functions", "run", "guest_book_count").out()).isEqualTo("0\n");

    var set = cli().run("extensions", "settings", "guest-book", "greeting=5");
    assertThat(set.out()).containsPattern("greeting +5 +Welcome +string");
    assertThat(cli().run("extensions", "settings", "guest-book", "--reset", "greeting").out())
        .containsPattern("greeting +Welcome +Welcome");
    assertThat(cli().run("extensions", "settings", "guest-book", "greting=x").err())
        .contains("did you mean 'greeting'?");

    assertThat(cli().run("extensions", "disable", "guest-book").out())
        .isEqualTo("guest-book is disabled.\n");
    assertThat(cli().run("extensions", "disable", "guest-book").out())
        .isEqualTo("guest-book is disabled already.\n");
    assertThat(cli().run("extensions", "list", "--enabled").out().lines()).hasSize(1);
    assertThat(cli().run("functions", "run", "guest_book_count").code()).isEqualTo(1);
    assertThat(cli().run("extensions", "enable", "guest-book").code()).isZero();

    var manifest = directory.resolve("guest-book/extension.toml");
    Files.writeString(manifest, Files.readString(manifest).replace("0.1.0", "0.2.0"));
    assertThat(cli().run("extensions", "update", "guest-book").out())
        .isEqualTo("guest-book is 0.2.0 now, after 0.1.0.\n");
    assertThat(cli().run("extensions", "check-updates").code()).isZero();

    assertThat(cli().run("extensions", "uninstall", "guest-book").code()).isEqualTo(2);
    assertThat(cli().run("extensions", "uninstall", "guest-book", "--yes").out())
        .isEqualTo("Uninstalled guest-book.\n");
    assertThat(cli().run("collections", "list").out()).contains("guest_book");
  }

  @Test
  void what_it_cannot_compile_is_told_by_its_lines_and_not_installed() throws IOException {
    var source = directory.resolve("guest-book/src/GuestBookExtension.java");
    Files.writeString(source, "void broken() { nonsense(); }");
    var refused = cli().run("extensions", "install", "./guest-book", "--yes");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).containsPattern("GuestBookExtension.java:1:\\d+: ");
    assertThat(cli().run("extensions", "list").out().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | extensions new Guest_Book             | lower-case",
        "2 | extensions new                        | NAME",
        "2 | extensions list --limit 0             | --limit",
        "2 | extensions settings guest-book x      | SETTING=VALUE",
        "1 | extensions show guestbook             | not found",
        "1 | extensions test .                     | extension.toml",
        "1 | extensions preview ./nowhere          | no such folder",
        "1 | extensions enable guestbook           | not found",
      })
  void what_makes_no_sense_is_refused(int code, String line, String told) {
    if (line.startsWith("extensions settings")) {
      assertThat(cli().run("extensions", "install", "./guest-book", "--yes").code()).isZero();
    }
    var result = cli().run(line.split(" "));
    assertThat(result.err()).containsIgnoringCase(told);
    assertThat(result.code()).isEqualTo(code);
  }

  @Test
  void another_server_is_asked_over_http() {
    try (var server = TestServer.start(Engine.SQLITE)) {
      var remote =
          cli()
              .with("TINYBASE_API_URL", server.uri("").toString())
              .with("TINYBASE_API_TOKEN", server.adminToken());
      var folder = directory.resolve("guest-book").toString();
      assertThat(remote.run("extensions", "install", folder, "--yes").out())
          .isEqualTo("Installed guest-book 0.1.0.\n");
      var listed = Json.parse(remote.run("extensions", "list", "--json").out());
      assertThat(listed.at("/extensions/0/name").stringValue()).isEqualTo("guest-book");
      assertThat(listed.path("total").intValue()).isOne();
      assertThat(remote.run("hooks", "list").out())
          .containsPattern("guest-book.tidy +BeforeRecordCreate +guest_book");
      assertThat(remote.run("extensions", "uninstall", "guest-book", "--yes", "--drop-collections"))
          .extracting(CommandLineRun.Result::out)
          .isEqualTo("Uninstalled guest-book.\n");
      assertThat(server.get(server.adminToken(), "/api/collections/guest_book").status())
          .isEqualTo(404);
    }
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }
}
