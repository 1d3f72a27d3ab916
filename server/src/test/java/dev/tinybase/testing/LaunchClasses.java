package dev.tinybase.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The class path of this JVM for those that tests start, with an archive of the classes that a
 * server loads (class data sharing): a start takes two thirds of the CPU then. Archives are of jars
 * alone, so that folders of classes become some. SQLite's library is beside it, which its driver
 * would unpack at every start and leave behind at every kill. All of it stays in {@code target/}
 * until a class changes.
 */
final class LaunchClasses {
  private static final Path FOLDER = Path.of("target", "launch").toAbsolutePath();
  private static final Path ARCHIVE = FOLDER.resolve("archive");
  private static final int SECONDS = 60;
  private static final String FUNCTION =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "hello")
      String hello(String name) { return name; }
      """;

  private static final class Holder {
    static final List<String> OPTIONS = make();
  }

  private LaunchClasses() {}

  /** The options of a JVM that tell where its classes are. */
  static List<String> options() {
    return Holder.OPTIONS;
  }

  /** Processes of tests wait for the one that makes it. */
  private static List<String> make() {
    try {
      Files.createDirectories(FOLDER);
      try (var channel =
              FileChannel.open(
                  FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        var classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
        var entries =
            classPath
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        var state = state(entries);
        var kept = FOLDER.resolve("state");
        if (!Files.exists(kept) || !Files.readString(kept).equals(state)) {
          Files.deleteIfExists(kept);
          keepLibrary();
          archive(jars(entries, true));
          Files.writeString(kept, state);
        }
        return options(jars(entries, false), "-XX:SharedArchiveFile=" + ARCHIVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> options(String classPath, String archive) {
    return List.of(
        archive,
        // an archive that this JVM cannot use is no reason to say something
        "-Xlog:cds*=off",
        "-Xlog:aot*=off",
        "-Dorg.sqlite.lib.path=" + FOLDER,
        // the driver looks through this one for libraries that others have left
        "-Dorg.sqlite.tmpdir=" + FOLDER,
        "-cp",
        classPath);
  }

  private static void keepLibrary() throws IOException {
    var name = LibraryLoaderUtil.getNativeLibName();
    var resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (var library = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
      // a server of before may have the old one open
      Files.copy(
          Objects.requireNonNull(library),
          FOLDER.resolve("next"),
          StandardCopyOption.REPLACE_EXISTING);
      Files.move(FOLDER.resolve("next"), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What it was made of, to the millisecond. */
  private static String state(List<Path> entries) throws IOException {
    var state = new StringBuilder(System.getProperty("java.home"));
    for (var entry : entries) {
      long newest = 0;
      long count = 0;
      try (var files = Files.walk(entry)) {
        for (var file : (Iterable<Path>) files::iterator) {
          newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
          count++;
        }
      }
      state.append('\n').append(entry).append(' ').append(newest).append(' ').append(count);
    }
    return state.toString();
  }

  private static String jars(List<Path> entries, boolean make) throws IOException {
    var jars = new ArrayList<String>();
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      if (!Files.isDirectory(entry)) {
        jars.add(entry.toString());
        continue;
      }
      var jar = FOLDER.resolve(i + ".jar");
      jars.add(jar.toString());
      if (make) {
        pack(entry, jar);
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  /** What runs with an older one keeps it. */
  private static void pack(Path folder, Path jar) throws IOException {
    var next = FOLDER.resolve("next.jar").toString();
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--no-compress",
                "--file",
                next,
                "-C",
                folder.toString(),
                ".");
    if (code != 0) {
      throw new IOException("cannot make a jar of " + folder);
    }
    Files.move(Path.of(next), jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes down what a server with a function to compile loads until it answers. */
  private static void archive(String classPath) throws IOException, InterruptedException {
    Files.deleteIfExists(ARCHIVE);
    var data = Files.createDirectories(TempFolder.next());
    Files.createDirectories(data.resolve("functions"));
    Files.writeString(data.resolve("functions/hello.java"), FUNCTION);
    int port = Ports.free();
    var output = data.resolve("log");
    var command = Launch.java(options(classPath, "-XX:ArchiveClassesAtExit=" + ARCHIVE));
    command.addAll(List.of("dev.tinybase.Main", "serve"));
    var builder = new ProcessBuilder(command).directory(data.toFile());
    builder.environment().putAll(ServerProcess.environment(port));
    var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      ServerProcess.awaitAnswer(port, process::isAlive, () -> ServerProcess.read(output));
      process.destroy();
      process.waitFor(SECONDS, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }
  }
}
