package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Ports;
import dev.tinybase.testing.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real pgbouncer before the database. CI installs it; elsewhere these tests are skipped. */
class PgbouncerTest {
  private final String url = Engine.POSTGRES.migratedUrl();
  private final List<Process> processes = new ArrayList<>();

  @TempDir Path folder;
  private Path program;

  @BeforeEach
  void requireProgram() {
    program = Programs.need("pgbouncer");
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroy);
    processes.forEach(process -> process.onExit().join());
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "statement"})
  void sessions_that_transactions_share_are_refused_with_a_sentence(String mode) throws Exception {
    var pooled = start(mode);
    assertRefused(pooled);
  }

  @Test
  void they_are_refused_also_while_others_use_the_pooler() throws Exception {
    var pooled = start("transaction");
    var busy =
        IntStream.range(0, 8)
            .mapToObj(_ ->
                CompletableFuture.runAsync(
                    () -> {
                      for (int i = 0; i < 3; i++) {
                        assertRefused(pooled);
                      }
                    },
                    Thread::startVirtualThread))
            .toList();
    busy.forEach(CompletableFuture::join);
  }

  @Test
  void with_sessions_of_its_own_everything_acknowledged_is_stored() throws Exception {
    try (var database = Engine.open(start("session"));
        var other = Engine.open(url)) {
      database.write(sql -> {
        sql.execute("create table notes (number integer primary key)");
        return true;
      });
      var heard = new java.util.concurrent.Semaphore(0);
      database.onForeignChange(Topic.ACCOUNTS, heard::release);
      IntStream.range(0, 300)
          .mapToObj(number ->
              CompletableFuture.runAsync(
                  () -> database.write(sql -> sql.update("insert into notes values (?)", number)),
                  Thread::startVirtualThread))
          .toList()
          .forEach(CompletableFuture::join);
      assertThat(other.<Long>read(sql -> sql.number("select count(*) from notes"))).isEqualTo(300);
      other.write(sql -> {
        sql.announce(Topic.ACCOUNTS);
        return true;
      });
      Eventually.until("the change is heard of", () -> heard.availablePermits() > 0);
    }
  }

  private static void assertRefused(String pooled) {
    assertThatThrownBy(() -> Engine.open(pooled))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("pool_mode to session");
  }

  /** The URL of the database behind a new pgbouncer. */
  private String start(String mode) throws IOException {
    int port = Ports.free();
    var file = folder.resolve("pgbouncer-" + mode + ".ini");
    Files.writeString(
        file,
        """
        [databases]
        * = host=127.0.0.1 port=%s user=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = %s
        default_pool_size = 30
        ignore_startup_parameters = extra_float_digits,options,search_path
        """
            .formatted(url.replaceAll(".*:(\\d+)/.*", "$1"), port, mode));
    for (var path = file; path != null && path.startsWith(folder); path = path.getParent()) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    var command = new ArrayList<>(List.of(program.toString(), "-q", file.toString()));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(1, List.of("-u", "nobody")); // it refuses to run as root
    }
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(mode + ".log").toFile())
            .start());
    Eventually.until("pgbouncer listens", () -> listens(port));
    return url.replaceAll("localhost:\\d+", "localhost:" + port);
  }

  private static boolean listens(int port) {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
