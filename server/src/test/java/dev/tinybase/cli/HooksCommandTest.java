package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code hooks} on this folder's database, without a server. */
class HooksCommandTest {
  @TempDir Path directory;

  @BeforeEach
  void init() throws IOException {
    assertThat(cli().run("init").code()).isZero();
    Files.writeString(
        directory.resolve("functions/notes.java"),
        """
        import dev.tinybase.sdk.hooks.*;

        @BeforeRecordCreate(collection = {"notes", "letters"})
        void tidy(RecordDraft draft) {}

        @OnUserLogin
        void login(UserLoggedIn event) {}
        """);
  }

  @Test
  void handlers_are_listed_with_what_they_wait_for() {
    var listed = cli().run("hooks", "list");
    assertThat(listed.err()).isEmpty();
    assertThat(listed.out())
        .containsPattern("notes.tidy +BeforeRecordCreate +letters, notes +0 ")
        .containsPattern("notes.login +OnUserLogin ");
    assertThat(cli().run("hooks", "list", "--limit", "1").err()).isEqualTo("1 of 2 handlers.\n");
    var document = Json.parse(cli().run("hooks", "list", "--json").out());
    assertThat(document.path("total").intValue()).isEqualTo(2);
    assertThat(cli().run("hooks", "failures").out()).startsWith("FAILED  HANDLER");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | hooks retry 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7      | no event",
        "1 | hooks drop 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7 --yes | no event",
        "2 | hooks drop 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7       | --yes",
        "2 | hooks retry 7                                         | must be an id",
        "2 | hooks failures --limit 0                              | --limit",
        "2 | hooks failure                                         | did you mean 'failures'?",
      })
  void what_makes_no_sense_is_refused(int code, String line, String told) {
    var result = cli().run(line.split(" "));
    assertThat(result.err()).contains(told);
    assertThat(result.code()).isEqualTo(code);
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }
}
