package dev.tinybase.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Launch;
import dev.tinybase.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit for systemd is one that systemd takes, and keeps the server in its place. */
class ServiceUnitTest {
  private static final Path UNIT = Path.of("..", "dist", "deploy", "tinybase.service");

  /** Of 100, as systemd weighs what a service may do. */
  private static final String MOST_EXPOSURE = "--threshold=20";

  @TempDir Path folder;

  @Test
  void systemd_finds_no_fault_in_it() throws Exception {
    var program = Launch.shim(folder);
    var unit = folder.resolve("tinybase.service");
    Files.writeString(
        unit, Files.readString(UNIT).replace("/opt/tinybase/tinybase", program.toString()));
    assertThat(analyze("verify", unit.toString())).isEmpty();
  }

  @Test
  void what_it_may_do_is_little() throws Exception {
    analyze("security", "--offline=yes", MOST_EXPOSURE, UNIT.toString());
  }

  @Test
  void it_has_a_folder_of_its_own_and_comes_back() throws IOException {
    assertThat(Files.readAllLines(UNIT))
        .contains(
            "StateDirectory=tinybase",
            "DynamicUser=yes",
            "ProtectSystem=strict",
            "NoNewPrivileges=yes",
            "Restart=on-failure",
            "SuccessExitStatus=143");
  }

  private static String analyze(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of(Programs.need("systemd-analyze").toString()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
