package dev.tinybase.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full while a backup is written. */
class BackupWriterTest {
  private static final String FULL = "No space left on device";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_full_disk_leaves_nothing_half_keeps_the_older_backup_and_says_what_to_do(
      boolean byFileSystem) throws IOException {
    var target = Files.writeString(folder.resolve("monday.zip"), "the older one");
    assertThatThrownBy(() ->
            BackupWriter.draft(
                target,
                (draft, channel) -> {
                  channel.write(ByteBuffer.wrap(new byte[1 << 16]));
                  throw byFileSystem
                      ? new FileSystemException(draft.toString(), null, FULL)
                      : new IOException(FULL);
                }))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.code()).isEqualTo("backup_failed");
              assertThat(problem.detail())
                  .contains("no room left on the disk", "folder on another one")
                  .doesNotContain(folder.toString());
            });
    assertThat(folder).isDirectoryContaining("glob:**/monday.zip");
    assertThat(folder.toFile().list()).hasSize(1);
    assertThat(target).hasContent("the older one");
  }

  /** The device of Linux on which every write fails as on a disk that is full. */
  @Test
  void a_system_that_says_it_itself_is_understood() {
    var device = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.exists(device), "this system has no /dev/full");
    assertThatThrownBy(() ->
            BackupWriter.draft(
                folder.resolve("monday.zip"), (_, _) -> Files.write(device, new byte[1 << 16])))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.detail()).contains("no room left"));
    assertThat(folder).isEmptyDirectory();
  }
}
