package dev.tinybase.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start the program as a process of its own, from the classes that were just built. */
public final class Launch {
  /** Options that make a JVM start fast and small; it lives for seconds and compiles little. */
  private static final List<String> FAST =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:CompileThresholdScaling=3",
          "-XX:+UseSerialGC",
          "-Xmx256m",
          "--enable-native-access=ALL-UNNAMED");

  private Launch() {}

  /** The command line that runs TinyBase with these arguments. */
  public static List<String> command(String... arguments) {
    return command("dev.tinybase.Main", arguments);
  }

  /** The command line that runs another program of the tests. */
  public static List<String> command(Class<?> main, String... arguments) {
    return command(main.getName(), arguments);
  }

  private static List<String> command(String main, String... arguments) {
    var command = java(LaunchClasses.options());
    command.add(main);
    command.addAll(List.of(arguments));
    return command;
  }

  /** A JVM with these options, up to the name of a class. */
  static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FAST);
    command.addAll(options);
    return command;
  }

  /** Leaves an executable {@code tinybase} in a folder, which stands for the launcher. */
  public static Path shim(Path folder) throws IOException {
    var quoted = command().stream().map(word -> "'" + word + "'").toList();
    var script = folder.resolve("tinybase");
    Files.writeString(script, "#!/bin/sh\nexec " + String.join(" ", quoted) + " \"$@\"\n");
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + script + " executable");
    }
    return script;
  }
}
