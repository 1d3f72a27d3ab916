package dev.tinybase.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tinybase.TinyBase;
import dev.tinybase.auth.ClientInfo;
import dev.tinybase.config.ConfigLoader;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back, and what is refused without a trace in the folder. */
class RestoreTest {
  private static final Map<String, String> CHEAP = Map.of("TINYBASE_AUTH_BCRYPT_COST", "4");

  @TempDir Path folder;
  private Path file;
  private Path target;

  @BeforeEach
  void back_up() throws IOException {
    var source = Files.createDirectories(folder.resolve("source"));
    Files.createDirectories(source.resolve("functions/lib/.git"));
    Files.writeString(source.resolve("tinybase.toml"), "[log]\nlevel = \"warning\"\n");
    Files.writeString(source.resolve("functions/hello.java"), "// hello");
    Files.writeString(source.resolve("functions/lib/Words.java"), "// words");
    Files.writeString(source.resolve("functions/notes.txt"), "not of the instance");
    Files.writeString(source.resolve("functions/lib/.git/Hidden.java"), "not of the instance");
    Files.createDirectories(source.resolve("collections"));
    Files.writeString(source.resolve("collections/posts.json"), "{}");
    Files.createDirectories(source.resolve("backups"));
    Files.writeString(source.resolve("backups/old.zip"), "another backup");
    var settings = settings(source);
    try (var instance = TinyBase.open(settings, Clock.systemUTC())) {
      instance.auth().users().create("ada@example.com", "correct horse battery", true);
      instance.secrets().set("API_KEY", "a secret value");
    }
    file = folder.resolve("backup.zip");
    target = folder.resolve("target");
    new BackupWriter(settings, "1.2", Clock.systemUTC()).write(file);
  }

  private static Settings settings(Path directory) {
    return ConfigLoader.load(directory, CHEAP, Map.of()).settings();
  }

  @Test
  void all_of_an_instance_comes_back_and_nothing_else() throws IOException {
    var done = restore();
    assertThat(done.contents()).contains(new BackupCheck.Contents(0, 0, 1));
    assertThat(names(target))
        .containsExactlyInAnyOrder(
            ".tinybase/secrets.key",
            "collections/posts.json",
            "functions/hello.java",
            "functions/lib/Words.java",
            "tinybase.db",
            "tinybase.db.lock",
            "tinybase.toml");
    try (var instance = TinyBase.open(settings(target), Clock.systemUTC())) {
      assertThat(instance.secrets().find("API_KEY")).contains("a secret value");
      var tokens =
          instance
              .auth()
              .logins()
              .login("ada@example.com", "correct horse battery", ClientInfo.at("127.0.0.1"));
      assertThat(tokens.accessToken()).isNotEmpty();
    }
  }

  @Test
  void the_environment_says_where_the_database_goes() throws IOException {
    var data = folder.resolve("data/other.db");
    var environment = Map.of("TINYBASE_DATABASE_URL", "sqlite:///" + data);
    new Restore(target, environment, check()).run(file);
    assertThat(data).exists();
    assertThat(target.resolve("tinybase.db")).doesNotExist();
  }

  @Test
  void a_folder_with_a_part_of_an_instance_is_refused_and_stays_as_it_is() throws IOException {
    Files.createDirectories(target.resolve("functions"));
    Files.writeString(target.resolve("functions/other.java"), "// mine");
    refused("instance_exists");
    assertThat(names(target)).containsExactly("functions/other.java");
  }

  @Test
  void a_database_that_is_served_is_refused() throws IOException {
    var settings = settings(Files.createDirectories(target));
    try (var _ = dev.tinybase.db.InstanceLock.acquire(settings.database())) {
      refused("already_running");
    }
    assertThat(names(target)).containsExactly("tinybase.db.lock");
  }

  @Test
  void what_a_restore_has_left_that_was_killed_is_no_instance() throws IOException {
    Files.createDirectories(target.resolve(".restore/functions"));
    Files.writeString(target.resolve(".restore/functions/hello.java"), "half");
    assertThatExceptionOfType(Problem.class).isThrownBy(() -> Restore.requireWhole(target));
    Files.writeString(target.resolve("tinybase.toml"), "");
    refused("restore_broken_off");
    Files.delete(target.resolve("tinybase.toml"));
    restore(); // nothing had been moved yet
    Restore.requireWhole(target);
  }

  @Test
  void a_backup_of_sqlite_does_not_go_where_the_data_is_postgresql() {
    var environment = Map.of("TINYBASE_DATABASE_URL", Engine.POSTGRES.freshUrl());
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> new Restore(target, environment, check()).run(file))
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("other_database"));
  }

  @Test
  void a_backup_of_a_newer_version_is_refused_with_both_versions() {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(
            () -> new Restore(target, CHEAP, new BackupCheck("1.1", Clock.systemUTC())).run(file))
        .withMessageContaining("TinyBase 1.2")
        .withMessageContaining("TinyBase 1.1")
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("backup_too_new"));
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.java",
        "/etc/evil.java",
        "functions/../../evil.java",
        "functions/..",
        "functions/.hidden.java",
        "functions\\evil.java",
        "functions/C:evil.java",
        "functions/evil.sh",
        ".restore/evil.java",
        ""
      })
  void names_that_are_no_parts_are_refused(String name) throws IOException {
    rewrite(entries -> entries.put(name, "evil".getBytes(UTF_8)), true);
    refused("invalid_backup");
    assertThat(folder.resolve("evil.java")).doesNotExist();
  }

  @Test
  void an_entry_that_claims_to_be_a_link_is_a_file() throws IOException {
    rewrite(entries -> entries.put("functions/link.java", "/etc/passwd".getBytes(UTF_8)), true);
    restore();
    var link = target.resolve("functions/link.java");
    assertThat(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(link).hasContent("/etc/passwd");
  }

  @Test
  void a_part_that_was_changed_missing_larger_or_not_named_is_refused() throws IOException {
    var whole = Files.readAllBytes(file);
    for (var damage :
        List.<Consumer<Map<String, byte[]>>>of(
            entries -> entries.put("functions/hello.java", "// hellO".getBytes(UTF_8)),
            entries -> entries.put("functions/hello.java", new byte[50_000_000]),
            entries -> entries.remove("functions/hello.java"),
            entries -> entries.remove("manifest.json"),
            entries -> entries.put("manifest.json", "{".getBytes(UTF_8)),
            entries -> entries.put("manifest.json", "{\"format\": 2}".getBytes(UTF_8)),
            entries -> entries.put("manifest.json", new byte[5 << 20]),
            entries -> entries.put("functions/more.java", "// more".getBytes(UTF_8)))) {
      Files.write(file, whole);
      rewrite(damage, false);
      refused("invalid_backup");
    }
  }

  @Test
  void a_database_that_sqlite_finds_damaged_is_refused_though_its_digest_is_right()
      throws IOException {
    rewrite(
        entries -> {
          var database = entries.get("tinybase.db");
          java.util.Arrays.fill(database, 8192, 40_000, (byte) 0x5a);
        },
        true);
    refused("invalid_backup");
  }

  @Test
  void a_key_that_opens_nothing_of_the_database_is_refused() throws IOException {
    rewrite(
        entries ->
            entries.put(
                "secrets.key", "c2VjcmV0cyBvZiB0ZXN0cyBoYXZlIDMyIGJ5dGVzISE=\n".getBytes(UTF_8)),
        true);
    refused("invalid_backup");
  }

  @Test
  void a_file_that_is_cut_off_anywhere_or_is_something_else_is_refused() throws IOException {
    var whole = Files.readAllBytes(file);
    for (int i = 0; i < 20; i++) {
      Files.write(file, java.util.Arrays.copyOf(whole, whole.length * i / 20));
      refused("invalid_backup");
    }
    Files.delete(file);
    refused("backup_not_found");
  }

  /** Neither restore nor verify takes it, and nothing stays behind. */
  private void refused(String code) throws IOException {
    var before = Files.exists(target) ? names(target) : List.of();
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(this::restore)
        .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    if (code.equals("invalid_backup")) {
      assertThatExceptionOfType(Problem.class)
          .isThrownBy(() -> check().run(file))
          .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }
    assertThat(Files.exists(target) ? names(target) : List.of()).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith(BackupWriter.DRAFT));
    }
  }

  private Restore.Result restore() {
    return new Restore(target, CHEAP, check()).run(file);
  }

  private static BackupCheck check() {
    return new BackupCheck("1.2", Clock.systemUTC());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /** Packs the backup anew, with links where the names say so. */
  private void rewrite(Consumer<Map<String, byte[]>> change, boolean described) throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    try (var zip = new ZipFile(file.toFile())) {
      for (var entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    change.accept(entries);
    if (described) {
      entries.put("manifest.json", manifest(entries));
    }
    try (var zip = new ZipArchiveOutputStream(file)) {
      for (var each : entries.entrySet()) {
        var entry = new ZipArchiveEntry(each.getKey());
        entry.setUnixMode(each.getKey().contains("link") ? 0120777 : 0100644);
        zip.putArchiveEntry(entry);
        zip.write(each.getValue());
        zip.closeArchiveEntry();
      }
    }
  }

  private static byte[] manifest(Map<String, byte[]> entries) {
    var parts = new ArrayList<BackupManifest.Part>();
    entries.forEach((name, bytes) -> {
      if (!name.equals("manifest.json")) {
        parts.add(new BackupManifest.Part(name, bytes.length, Sha256.hex(bytes)));
      }
    });
    var manifest = new BackupManifest("1.2", Instant.EPOCH, BackupManifest.SQLITE, parts);
    return Json.bytes(manifest.json());
  }
}
