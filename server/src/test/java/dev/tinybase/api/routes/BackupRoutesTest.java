package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.backup.BackupCheck;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TempFolder;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/admin/backups} on both databases. */
class BackupRoutesTest {
  private static final String ALL = "/api/admin/backups";

  @ParameterizedTest
  @EnumSource
  void a_backup_is_made_listed_downloaded_and_deleted(Engine engine) throws Exception {
    try (var server = TestServer.start(engine)) {
      var admin = server.adminToken();
      var made = server.post(admin, ALL, "");
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      var name = made.json().path("name").stringValue();
      assertThat(made.json().path("kind").stringValue()).isEqualTo("manual");
      assertThat(made.header("Location")).isEqualTo(ALL + "/" + name);
      var list = server.get(admin, ALL).json();
      assertThat(list.path("backups").path(0)).isEqualTo(made.json());
      assertThat(list.path("total").intValue()).isEqualTo(1);
      assertThat(server.get(admin, ALL + "?limit=0").json().path("backups")).isEmpty();

      var file = download(server, name);
      assertThat(Files.size(file)).isEqualTo(made.json().path("bytes").asLong());
      var contents = new BackupCheck("1.0", Clock.systemUTC()).run(file);
      assertThat(contents.map(BackupCheck.Contents::users).orElse(-1L))
          .isEqualTo(engine == Engine.SQLITE ? 1 : -1);
      var kept = server.tinybase().settings().backup().folder().resolve(name);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
          .isEqualTo("rw-------");

      assertThat(server.delete(admin, ALL + "/" + name).status()).isEqualTo(204);
      assertThat(server.get(admin, ALL + "/" + name).status()).isEqualTo(404);
      assertThat(server.delete(admin, ALL + "/" + name).status()).isEqualTo(404);
      assertThat(server.get(admin, ALL).json().path("total").intValue()).isZero();
    }
  }

  @Test
  void backups_are_for_admins_alone() {
    try (var server = TestServer.start(Engine.SQLITE)) {
      var user = server.user("ada@example.com");
      var name = server.post(server.adminToken(), ALL, "").json().path("name").stringValue();
      assertThat(server.get(null, ALL).status()).isEqualTo(401);
      assertThat(server.get(user, ALL).status()).isEqualTo(403);
      assertThat(server.post(user, ALL, "").status()).isEqualTo(403);
      assertThat(server.get(user, ALL + "/" + name).status()).isEqualTo(403);
      assertThat(server.delete(user, ALL + "/" + name).status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%2Ftinybase.db",
        "manual-20261127T030000Z.zip",
        "manual-20261127T030000Z.zip%2F..%2Fother.zip",
        "other.zip",
        "manual-99999999T999999Z.zip"
      })
  void nothing_but_backups_of_ours_is_given_out_or_removed(String name) throws IOException {
    try (var server = TestServer.start(Engine.SQLITE)) {
      var folder = Files.createDirectories(server.tinybase().settings().backup().folder());
      Files.writeString(folder.resolve("other.zip"), "somebody else's");
      Files.writeString(folder.resolve("manual-99999999T999999Z.zip"), "no such moment");
      assertThat(server.get(server.adminToken(), ALL + "/" + name).status()).isIn(400, 404);
      assertThat(server.delete(server.adminToken(), ALL + "/" + name).status()).isIn(400, 404);
      assertThat(server.get(server.adminToken(), ALL).json().path("total").intValue()).isZero();
      assertThat(folder.resolve("other.zip")).exists();
    }
  }

  @Test
  void a_folder_that_cannot_be_used_is_a_503_in_a_sentence_and_leaves_nothing() throws IOException {
    var taken = Files.writeString(TempFolder.next(), "a file where the folder should be");
    try (var server = start(Map.of("backup.folder", taken.toString()), Clock.systemUTC())) {
      var answer = server.post(server.adminToken(), ALL, "");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().path("code").stringValue()).isEqualTo("backup_failed");
      assertThat(answer.json().path("detail").stringValue())
          .contains("backup.folder")
          .doesNotContain(taken.toString());
      assertThat(taken).hasContent("a file where the folder should be");
    }
  }

  @Test
  void the_schedule_makes_backups_of_which_so_many_are_kept_and_metrics_tell_of_the_last()
      throws IOException {
    var at = Instant.parse("2026-11-27T03:00:00Z");
    var settings = Map.of("backup.schedule", "0 3 * * *", "backup.keep", "2");
    try (var server = start(settings, Clock.fixed(at, ZoneOffset.UTC))) {
      var admin = server.adminToken();
      assertThat(server.get(admin, "/metrics").text())
          .contains("tinybase_backup_last_success_timestamp_seconds 0");
      server.post(admin, ALL, "");
      var folder = server.tinybase().settings().backup().folder();
      var foreign = Files.writeString(folder.resolve("scheduled-by-somebody.zip"), "foreign");
      IntStream.range(0, 4).forEach(_ -> server.tinybase().backups().makeScheduled());
      var names =
          server
              .get(admin, ALL)
              .json()
              .path("backups")
              .valueStream()
              .map(each -> each.path("name").stringValue())
              .toList();
      assertThat(names).hasSize(3).filteredOn(name -> name.startsWith("scheduled-")).hasSize(2);
      assertThat(foreign).exists();
      assertThat(server.get(admin, "/metrics").text())
          .containsPattern("tinybase_backup_last_success_timestamp_seconds 1.79\\d+E9")
          .containsPattern("tinybase_backup_last_size_bytes [1-9]")
          .contains("tinybase_backup_last_duration_seconds ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_schedule_of_backups_is_one_of_the_system_which_can_be_run(Engine engine) {
    try (var server = start(engine, Map.of("backup.schedule", "0 3 * * *"), Clock.systemUTC())) {
      var admin = server.adminToken();
      var id =
          server
              .get(admin, "/api/admin/schedules?source=system&limit=100")
              .json()
              .path("schedules")
              .valueStream()
              .filter(each -> each.path("function_name").stringValue().equals("system.backup"))
              .findFirst()
              .orElseThrow()
              .path("id")
              .stringValue();
      assertThat(server.post(admin, "/api/admin/schedules/" + id + "/run", "").status())
          .isEqualTo(202);
      Eventually.until(
          "the backup is there", () -> server.get(admin, ALL).json().path("total").intValue() == 1);
    }
  }

  @Test
  void a_schedule_that_is_none_stops_the_start() {
    Assertions.assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> start(Map.of("backup.schedule", "every night"), Clock.systemUTC()))
        .withMessageContaining("backup.schedule");
  }

  private static TestServer start(Map<String, String> values, Clock clock) {
    return start(Engine.SQLITE, values, clock);
  }

  private static TestServer start(Engine engine, Map<String, String> values, Clock clock) {
    var own = new java.util.HashMap<>(Map.of("backup.folder", TempFolder.next().toString()));
    own.putAll(values);
    var backup = Settings.with(own).backup();
    return TestServer.start(engine, each -> RecordCopy.with(each, "backup", backup), clock);
  }

  private static Path download(TestServer server, String name) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.uri(ALL + "/" + name).toString()))
            .header("Authorization", "Bearer " + server.adminToken())
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, BodyHandlers.ofFile(TempFolder.next()));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
      assertThat(answer.headers().firstValue("Content-Disposition").orElse("")).contains(name);
      return answer.body();
    }
  }
}
