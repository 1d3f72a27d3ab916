package dev.tinybase.extensions.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.ExtensionSource.Folder;
import dev.tinybase.extensions.source.ExtensionSource.Repository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionSourceTest {
  private static final Settings.Extensions SETTINGS =
      new Settings.Extensions(true, Path.of("unused"), true, false);

  @ParameterizedTest
  @CsvSource({
    "octo/notes, https://github.com/octo/notes,",
    "github.com/octo/notes, https://github.com/octo/notes,",
    "https://github.com/octo/notes, https://github.com/octo/notes,",
    "https://github.com/octo/notes.git, https://github.com/octo/notes,",
    "https://github.com/octo/notes/, https://github.com/octo/notes,",
    "http://www.github.com/octo/notes, https://github.com/octo/notes,",
    "https://github.com/octo/notes/tree/main, https://github.com/octo/notes, main",
    "https://github.com/octo/my.notes/tree/feature/x, https://github.com/octo/my.notes, feature/x",
    "https://git.example.org/team/notes.git, https://git.example.org/team/notes.git,",
    "ssh://git@git.example.org:2222/team/notes.git, ssh://git@git.example.org:2222/team/notes.git,",
    "git@git.example.org:team/notes.git, git@git.example.org:team/notes.git,",
    "http://localhost:3000/team/notes.git, http://localhost:3000/team/notes.git,",
    "git://127.0.0.1/notes, git://127.0.0.1/notes,"
  })
  void every_form_of_an_address_is_one_repository(String address, String url, String ref) {
    assertThat(ExtensionSource.parse(address, null, SETTINGS))
        .isEqualTo(new Repository(url, ref, null));
    assertThat(ExtensionSource.parse(url, ref, SETTINGS)).isEqualTo(new Repository(url, ref, null));
  }

  @Test
  void paths_are_folders_and_a_short_name_never_is() {
    assertThat(ExtensionSource.parse("/srv/notes/../other", null, SETTINGS))
        .isEqualTo(new Folder(Path.of("/srv/other"), null));
    assertThat(ExtensionSource.parse("file:///srv/my%20notes", "v1", SETTINGS))
        .isEqualTo(new Folder(Path.of("/srv/my notes"), "v1"));
    assertThat(ExtensionSource.parse("./notes", null, SETTINGS).shown())
        .isEqualTo(Path.of("notes").toAbsolutePath().toString());
    assertThat(ExtensionSource.parse("src/notes", null, SETTINGS)).isInstanceOf(Repository.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "notes",
        "ext::sh -c touch% /tmp/owned",
        "ext::sh",
        "fd::17/foo",
        "-oProxyCommand=x",
        "--upload-pack=touch",
        "ssh://-oProxyCommand=touch/x",
        "git@-oProxyCommand=x:y",
        "https://-x.example.org/y",
        "https:///nowhere",
        "https://example.org",
        "https://example.org/x?token=secret1",
        "https://example.org/x#secret1",
        "ftp://example.org/x",
        "javascript:alert(1)",
        "https://example.org/a b",
        "https://user:secret1@exa mple.org/x",
        "https://example.org/x\ny",
        "C:\\notes",
        "file://example.org/share/notes",
        "https://example.org\\@evil.org/x"
      })
  void what_is_no_address_is_refused_without_being_repeated(String address) {
    var problem =
        catchThrowableOfType(Problem.class, () -> ExtensionSource.parse(address, null, SETTINGS));
    assertThat(problem.code()).isEqualTo("invalid_repo_url");
    assertThat(problem.detail()).doesNotContain("secret1");
  }

  @Test
  void a_password_is_kept_apart_from_its_address() {
    var source =
        (Repository)
            ExtensionSource.parse("https://ann:s%40e@git.example.org/notes", null, SETTINGS);
    assertThat(source.url()).isEqualTo("https://git.example.org/notes");
    assertThat(source.credentials()).isEqualTo("ann:s@e");
    assertThat(source.toString()).doesNotContain("s@e");
    var ssh =
        catchThrowableOfType(
            Problem.class,
            () -> ExtensionSource.parse("ssh://ann:hunter2@example.org/x", null, SETTINGS));
    assertThat(ssh.detail()).contains("use a key").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org/notes.git", "git://example.org/notes.git"})
  void what_anybody_on_the_way_can_change_needs_a_setting(String address) {
    var problem =
        catchThrowableOfType(Problem.class, () -> ExtensionSource.parse(address, null, SETTINGS));
    assertThat(problem.code()).isEqualTo("insecure_repository");
    var open = new Settings.Extensions(true, Path.of("unused"), true, true);
    assertThat(ExtensionSource.parse(address, null, open).shown()).isEqualTo(address);
  }

  @Test
  void two_refs_contradict_each_other() {
    var problem =
        catchThrowableOfType(
            Problem.class,
            () -> ExtensionSource.parse("https://github.com/a/b/tree/main", "v1", SETTINGS));
    assertThat(problem.code()).isEqualTo("invalid_ref");
  }
}
