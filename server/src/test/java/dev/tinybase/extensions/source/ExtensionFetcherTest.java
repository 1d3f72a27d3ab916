package dev.tinybase.extensions.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.GrowingLimit;
import dev.tinybase.testing.TempFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the machine's git, on repositories that are made for it. */
class ExtensionFetcherTest {
  private static final String MANIFEST = "[extension]\nname = \"notes\"\nversion = \"1.0\"\n";

  private final Path scratch = TempFolder.next();
  private final Settings.Extensions settings = new Settings.Extensions(true, scratch, true, false);
  private final ExtensionFetcher fetcher = new ExtensionFetcher(settings);
  private final GitFolder folder =
      GitFolder.create().write("extension.toml", MANIFEST).write("src/A.java", "class A {}");

  @AfterEach
  void nothing_is_left_of_what_was_fetched() throws IOException {
    if (Files.exists(scratch)) {
      try (var files = Files.list(scratch)) {
        assertThat(files).isEmpty();
      }
    }
  }

  private FetchedExtension fetch(String address, @Nullable String ref) {
    return fetcher.fetch(ExtensionSource.parse(address, ref, settings));
  }

  private Problem refused(String address, @Nullable String ref) {
    return catchThrowableOfType(Problem.class, () -> fetch(address, ref));
  }

  private String text(FetchedExtension fetched, String path) {
    return new String(fetched.files().find(path).orElseThrow(), UTF_8);
  }

  @Test
  void a_folder_is_read_as_it_stands_without_what_is_hidden_or_built() {
    folder.commit();
    folder.write("src/A.java", "class A { int changed; }");
    folder.write("src/B.java", "class B {}");
    folder.write("target/A.class", "built");
    folder.write(".idea/workspace.xml", "hidden");
    var fetched = fetch(folder.path().toString(), null);
    assertThat(fetched.commit()).isNull();
    assertThat(fetched.files().paths())
        .containsExactly("extension.toml", "src/A.java", "src/B.java");
    assertThat(text(fetched, "src/A.java")).contains("changed");
  }

  @Test
  void a_local_repository_is_read_at_a_branch_a_tag_and_a_commit() {
    var first = folder.commit();
    folder.git("tag", "v1");
    folder.git("tag", "--annotate", "--message=one", "v1.0.0");
    folder.git("switch", "--quiet", "--create", "feature/x");
    var second = folder.write("src/A.java", "class A { int second; }").commit();
    var path = folder.path().toString();
    for (var ref : new String[] {"main", "v1", "v1.0.0", first, first.substring(0, 9)}) {
      var fetched = fetch(path, ref);
      assertThat(fetched.commit()).as(ref).isEqualTo(first);
      assertThat(text(fetched, "src/A.java")).isEqualTo("class A {}");
    }
    assertThat(fetch("file://" + path, "feature/x").commit()).isEqualTo(second);
    assertThat(fetch(path, "feature/x").files().hash()).isEqualTo(fetch(path, null).files().hash());
  }

  @Test
  void a_bare_repository_is_read_at_its_head() throws IOException {
    var commit = folder.commit();
    assertThat(fetch(folder.path().resolve(".git").toString(), null).commit()).isEqualTo(commit);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_repository_is_fetched_by_http_smart_or_dumb(boolean dumb) throws IOException {
    var first = folder.commit();
    var last = folder.write("src/B.java", "class B {}").commit();
    try (var server = new GitHttpServer(folder, dumb, null)) {
      var fetched = fetch(server.url(), null);
      assertThat(fetched.commit()).isEqualTo(last);
      assertThat(fetched.files().hash())
          .isEqualTo(fetch(folder.path().toString(), null).files().hash());
      assertThat(fetch(server.url(), "main").commit()).isEqualTo(last);
      assertThat(fetch(server.url(), first).commit()).isEqualTo(first);
      assertThat(fetch(server.url(), first.substring(0, 10)).files().paths())
          .doesNotContain("src/B.java");
    }
  }

  @Test
  void credentials_reach_the_repository_and_nobody_else() throws IOException {
    folder.commit();
    try (var server = new GitHttpServer(folder, false, "ann:pa ss:w")) {
      var source =
          ExtensionSource.parse(
              "http://ann:pa%20ss%3Aw@" + server.host() + "/repository.git", null, settings);
      assertThat(fetcher.fetch(source).files().paths()).contains("extension.toml");
      assertThat(source.shown() + source).doesNotContain("pa").doesNotContain("ann");
      var wrong = refused("http://ann:hunter2@" + server.host() + "/repository.git", null);
      assertThat(wrong.code()).isEqualTo("fetch_failed");
      assertThat(wrong.detail()).doesNotContain("hunter2").doesNotContain(scratch.toString());
      assertThat(refused(server.url(), null).code()).isEqualTo("fetch_failed");
    }
  }

  @Test
  void credentials_do_not_follow_a_redirect_to_another_host() throws IOException {
    folder.commit();
    try (var other = new GitHttpServer(folder, false, null);
        var first = GitHttpServer.redirecting(other)) {
      var address = "http://ann:hunter2@" + first.host() + "/repository.git";
      assertThat(refused(address, null).code()).isEqualTo("fetch_failed");
      assertThat(other.requests).isEmpty();
      assertThat(fetch(first.url(), null).files().paths()).contains("extension.toml");
    }
  }

  @Test
  void a_git_that_never_ends_is_ended_with_its_children_and_knows_nothing_of_the_server()
      throws Throwable {
    var notes = TempFolder.next();
    var program =
        script("env > %1$s-; sleep 600 & echo $! >> %1$s-; mv %1$s- %1$s; wait".formatted(notes));
    var source = ExtensionSource.parse("octo/notes", null, settings);
    GrowingLimit.from(
        Duration.ofSeconds(1),
        limit -> {
          var slow = new ExtensionFetcher(scratch, new Git.Program(program, limit));
          var problem = catchThrowableOfType(Problem.class, () -> slow.fetch(source));
          assertThat(problem.detail()).contains("it took too long");
          return Files.exists(notes);
        });
    var lines = Files.readAllLines(notes);
    var child = ProcessHandle.of(Long.parseLong(lines.removeLast()));
    Eventually.until("the child is gone", () -> child.filter(ProcessHandle::isAlive).isEmpty());
    assertThat(lines)
        .extracting(line -> line.substring(0, line.indexOf('=')))
        .isSubsetOf(
            "PATH",
            "HOME",
            "LC_ALL",
            "PWD",
            "SHLVL",
            "_",
            "OLDPWD",
            "SSH_AUTH_SOCK",
            "http_proxy",
            "https_proxy",
            "HTTPS_PROXY",
            "all_proxy",
            "ALL_PROXY",
            "no_proxy",
            "NO_PROXY",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "GIT_SSL_CAINFO",
            "GIT_CONFIG_NOSYSTEM",
            "GIT_CONFIG_GLOBAL",
            "GIT_TERMINAL_PROMPT",
            "GIT_ALLOW_PROTOCOL",
            "GIT_NO_LAZY_FETCH",
            "GIT_ALLOC_LIMIT",
            "GIT_SSH_COMMAND");
    assertThat(lines).contains("GIT_ALLOW_PROTOCOL=https");
  }

  private static String script(String text) throws IOException {
    var file = TempFolder.next();
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }

  @Test
  void a_git_that_writes_without_end_is_ended() throws IOException {
    var program = script("yes");
    var loud = new ExtensionFetcher(scratch, new Git.Program(program, Duration.ofSeconds(60)));
    var source = ExtensionSource.parse("octo/notes", null, settings);
    var problem = catchThrowableOfType(Problem.class, () -> loud.fetch(source));
    assertThat(problem.detail()).contains("too large");
  }

  @Test
  void a_machine_without_git_is_told_as_that_and_takes_folders() {
    folder.commit();
    var without =
        new ExtensionFetcher(scratch, new Git.Program("no-such-git", Duration.ofSeconds(1)));
    var source = ExtensionSource.parse(folder.path().toString(), "main", settings);
    assertThat(catchThrowableOfType(Problem.class, () -> without.fetch(source)).code())
        .isEqualTo("git_missing");
    var asItStands = ExtensionSource.parse(folder.path().toString(), null, settings);
    assertThat(without.fetch(asItStands).files().paths()).contains("extension.toml");
  }

  @Test
  void a_scratch_folder_that_cannot_be_written_is_told_as_that() throws IOException {
    folder.commit();
    var file = Files.writeString(TempFolder.next(), "no folder");
    var unusable = new ExtensionFetcher(file, Git.Program.DEFAULT);
    var source = ExtensionSource.parse(folder.path().toString(), "main", settings);
    var problem = catchThrowableOfType(Problem.class, () -> unusable.fetch(source));
    assertThat(problem.code()).isEqualTo("extensions_path_unusable");
  }

  @Test
  void what_a_killed_server_has_left_is_removed_later() throws IOException {
    folder.commit();
    var left = Files.createDirectories(scratch.resolve("fetch-123/git"));
    Files.writeString(left.resolve("pack"), "x");
    Files.setLastModifiedTime(
        left.getParent(), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    fetch(folder.path().toString(), "main");
    assertThat(left).doesNotExist();
  }

  @Test
  void the_latest_manifest_is_that_of_the_default_branch_unless_it_is_the_known_commit()
      throws IOException {
    folder.git("switch", "--quiet", "--create", "old");
    var old = folder.commit();
    folder.git("switch", "--quiet", "--create", "main");
    var last = folder.write("extension.toml", MANIFEST.replace("1.0", "2.0")).commit();
    try (var server = new GitHttpServer(folder, false, null)) {
      var source = ExtensionSource.parse(server.url(), "old", settings);
      assertThat(fetcher.latest(source, "extension.toml", old))
          .hasValueSatisfying(toml -> assertThat(new String(toml, UTF_8)).contains("2.0"));
      assertThat(fetcher.latest(source, "extension.toml", last)).isEmpty();
    }
    var local = ExtensionSource.parse(folder.path().toString(), null, settings);
    assertThat(fetcher.latest(local, "extension.toml", null)).isPresent();
    var atOld = ExtensionSource.parse(folder.path().toString(), "old", settings);
    assertThat(fetcher.latest(atOld, "extension.toml", old)).isPresent();
  }

  @Test
  void what_is_not_there_is_told_in_words() {
    folder.commit();
    var path = folder.path().toString();
    assertThat(refused(path, "nope").code()).isEqualTo("fetch_failed");
    assertThat(refused(path, "nope").detail()).contains("nope");
    assertThat(refused(path, "deadbeef").code()).isEqualTo("ref_not_found");
    assertThat(refused(path + "/nowhere", null).detail()).contains("there is no such folder");
    assertThat(refused(path + "/src", "main").code()).isEqualTo("fetch_failed");
    assertThat(refused("http://localhost:1/x.git", null).code()).isEqualTo("fetch_failed");
  }

  @Test
  void links_and_submodules_are_refused_by_their_path() throws IOException {
    Files.createSymbolicLink(folder.path().resolve("src/passwd"), Path.of("/etc/passwd"));
    folder.commit();
    var path = folder.path().toString();
    assertThat(refused(path, null).detail()).contains("'src/passwd' is a link");
    assertThat(refused(path, "main").detail()).contains("'src/passwd' is a link");
    Files.delete(folder.path().resolve("src/passwd"));
    Files.createSymbolicLink(folder.path().resolve("lib"), Path.of("/etc"));
    assertThat(refused(path, null).detail()).contains("'lib' is a link");
    var hash = folder.head();
    folder.commitTree(GitFolder.entry("160000", "sub", hash));
    assertThat(refused(path, "main").detail()).contains("'sub' is a submodule");
  }

  @Test
  void names_that_lead_outside_are_refused() {
    var path = folder.path().toString();
    folder.commit();
    var blob = folder.object("blob", "x".getBytes(UTF_8));
    for (var name : new String[] {"..", ".", "a\\b", "C:x", "a\u0001b", "/etc"}) {
      folder.commitTree(GitFolder.entry("100644", name, blob));
      assertThat(refused(path, "main").code()).as(name).isEqualTo("invalid_extension");
    }
    var inner = folder.object("tree", GitFolder.entry("100644", "passwd", blob));
    folder.commitTree(GitFolder.entry("40000", "..", inner));
    assertThat(refused(path, "main").code()).isEqualTo("invalid_extension");
    var both = new ByteArrayOutputStream();
    both.writeBytes(GitFolder.entry("100644", "README", blob));
    both.writeBytes(GitFolder.entry("100644", "readme", blob));
    folder.commitTree(both.toByteArray());
    assertThat(refused(path, "main").detail()).contains("differs from another one's in capitals");
    folder.commitTree(GitFolder.entry("100644", ".git", blob));
    assertThat(fetch(path, "main").files().paths()).isEmpty();
  }

  @Test
  void files_that_are_too_large_or_too_many_are_refused() {
    var path = folder.path().toString();
    folder.write("big.bin", "x".repeat(ExtensionFiles.MOST_FILE_BYTES + 1)).commit();
    assertThat(refused(path, null).detail()).contains("'big.bin' has");
    assertThat(refused(path, "main").detail()).contains("'big.bin' has");
    var blob = folder.object("blob", "x".getBytes(UTF_8));
    var tree = new ByteArrayOutputStream();
    IntStream.range(0, 10_000)
        .forEach(i -> tree.writeBytes(GitFolder.entry("100644", "f%05d".formatted(i), blob)));
    folder.commitTree(tree.toByteArray());
    assertThat(refused(path, "main").detail()).contains("more than 2000 files");
  }

  @Test
  void a_tree_of_ten_thousand_million_files_ends_soon() {
    var object = folder.object("blob", "x".getBytes(UTF_8));
    var mode = "100644";
    for (int depth = 0; depth < 10; depth++) {
      var tree = new ByteArrayOutputStream();
      for (int i = 0; i < 10; i++) {
        tree.writeBytes(GitFolder.entry(mode, "d" + i, object));
      }
      object = folder.object("tree", tree.toByteArray());
      mode = "40000";
    }
    folder.commitTree(GitFolder.entry("40000", "d", object));
    assertThat(refused(folder.path().toString(), "main").detail()).contains("too large");
  }

  @Test
  void an_object_that_unpacks_to_a_hundred_megabytes_is_refused_by_its_size() throws IOException {
    var blob = folder.object("blob", new byte[100 << 20]);
    folder.commitTree(GitFolder.entry("100644", "zeros", blob));
    assertThat(refused(folder.path().toString(), "main").detail()).contains("'zeros' has");
    try (var server = new GitHttpServer(folder, false, null)) {
      assertThat(refused(server.url(), null).detail()).contains("'zeros' has");
    }
  }

  @Test
  void hooks_and_configuration_of_a_local_repository_do_not_run() throws IOException {
    folder.commit();
    var marker = TempFolder.next();
    var script = "#!/bin/sh\ntouch " + marker + "\nexec cat\n";
    for (var hook : new String[] {"post-checkout", "reference-transaction", "pre-auto-gc"}) {
      folder.write(".git/hooks/" + hook, script);
      folder.path().resolve(".git/hooks/" + hook).toFile().setExecutable(true);
    }
    folder.write(".git/run", script);
    var run = folder.path().resolve(".git/run");
    run.toFile().setExecutable(true);
    folder.git("config", "uploadpack.packObjectsHook", run.toString());
    folder.git("config", "core.fsmonitor", run.toString());
    folder.git("config", "core.sshCommand", run.toString());
    folder.write(".gitattributes", "* filter=run\n");
    folder.git("config", "filter.run.smudge", run.toString());
    assertThat(fetch(folder.path().toString(), "main").files().paths()).contains("src/A.java");
    assertThat(marker).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--upload-pack=touch /tmp/owned",
        "--upload-pack=touch",
        "-u",
        "a..b",
        "main:refs/heads/x",
        "+main",
        "x@{1}",
        "a b",
        "x.lock",
        "x/",
        "x^",
        "",
        "a\nb"
      })
  void refs_that_are_more_than_a_name_are_refused(String ref) {
    assertThat(refused(folder.path().toString(), ref).code()).isEqualTo("invalid_ref");
  }

  @Test
  void local_folders_can_be_forbidden() {
    var closed = new Settings.Extensions(true, scratch, false, false);
    assertThatThrownBy(() -> ExtensionSource.parse(folder.path().toString(), null, closed))
        .hasMessageContaining("extensions.allow_local_folders");
    assertThatThrownBy(() -> ExtensionSource.parse("file:///etc", null, closed))
        .hasMessageContaining("extensions.allow_local_folders");
  }
}
