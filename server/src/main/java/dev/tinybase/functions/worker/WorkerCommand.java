package dev.tinybase.functions.worker;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How a worker is started: this program's classes on this program's JVM, with little memory. */
final class WorkerCommand {
  private static final String MAIN = "dev.tinybase.functions.worker.jvm.WorkerMain";

  /** What a worker may know of the server's environment; anything else may be a secret. */
  private static final List<String> ENVIRONMENT =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SystemRoot", "TEMP");

  private WorkerCommand() {}

  static ProcessBuilder of(int memoryMb, Path folder) {
    var builder = new ProcessBuilder(words(memoryMb, folder));
    var environment = new TreeMap<>(Map.copyOf(builder.environment()));
    environment.keySet().retainAll(ENVIRONMENT);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.directory(folder.toFile()).redirectErrorStream(true);
  }

  private static List<String> words(int memoryMb, Path folder) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-Xmx" + memoryMb + "m",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:-UsePerfData",
            "-Djava.io.tmpdir=" + folder,
            "-Djava.awt.headless=true",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            MAIN));
    return words;
  }

  /** Absolute, because a worker works in another folder. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
