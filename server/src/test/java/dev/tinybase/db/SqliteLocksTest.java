package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * By its lock on the file a server tells other programs that it uses it. Without, one of them that
 * closes the file takes itself for the last one and removes the log, with what is committed there.
 */
@EnabledOnOs(OS.LINUX)
class SqliteLocksTest {
  private static final Path LOCKS = Path.of("/proc/locks");

  @Test
  void asking_whether_the_file_is_whole_keeps_the_lock_on_it() throws IOException {
    var file = TempFolder.next();
    try (var database = SqliteDatabase.open(file, Engine.settings("sqlite:///" + file))) {
      database.read(sql -> sql.number("select count(*) from sqlite_schema"));
      assertThat(locks(file)).isNotEmpty();
      assertThat(database.isReadable()).isTrue();
      assertThat(locks(file)).isNotEmpty();
    }
    assertThat(locks(file)).isEmpty();
  }

  /** {@code 3: POSIX ADVISORY READ <pid> <device>:<device>:<inode> <from> <to>}. */
  private static Stream<String> locks(Path file) throws IOException {
    var process = " " + ProcessHandle.current().pid() + " ";
    var inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
    return Files.readAllLines(LOCKS).stream()
        .filter(line -> line.contains(process) && line.contains(inode));
  }
}
