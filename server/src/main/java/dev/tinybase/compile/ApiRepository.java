package dev.tinybase.compile;

import dev.tinybase.sdk.Register;
import dev.tinybase.text.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A Maven repository in a folder, with what the running program gives functions and their tests:
 * the SDK, its sources and its Javadoc where the program has them, and JUnit.
 */
final class ApiRepository {
  private static final String GROUP = "dev.tinybase";

  /** Where the SDK keeps its sources. */
  private static final String SOURCES = "META-INF/sdk-sources";

  private final Path folder;
  private final ApiJar sdk;
  private final ApiJar junit;
  private final String version;

  /**
   * A repository, not written yet.
   *
   * @param version the program's
   */
  ApiRepository(Path folder, Path cache, String version) {
    var jars = new CacheFolder(cache.resolve("sdk"), InstantSource.system());
    this.folder = folder;
    this.version = version;
    sdk = ApiJar.sdk(jars);
    junit = ApiJar.tests(jars);
  }

  /** What a project asks for. */
  List<Coordinates> artifacts() {
    return List.of(artifact("tinybase-sdk", sdk), artifact("tinybase-junit", junit));
  }

  private Coordinates artifact(String name, ApiJar jar) {
    var exact = version + "-" + jar.hashOfClasses().substring(0, 12);
    return new Coordinates(GROUP, name, exact, "", "jar");
  }

  /** Writes it; what it had before goes. */
  void write() throws IOException {
    Folders.delete(folder);
    var artifacts = artifacts();
    put(artifacts.getFirst(), sdk);
    put(artifacts.getLast(), junit);
    var home = home();
    if (Files.isDirectory(home)) {
      sources(artifacts.getFirst(), home);
      return;
    }
    try (var jar = FileSystems.newFileSystem(home)) {
      sources(artifacts.getFirst(), jar.getPath("/"));
    }
    javadoc(artifacts.getFirst(), home.resolveSibling(""));
  }

  private void put(Coordinates artifact, ApiJar jar) throws IOException {
    var text =
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
        </project>
        """
            .formatted(artifact.group(), artifact.artifact(), artifact.version());
    Files.createDirectories(file(artifact, "").resolveSibling(""));
    Files.copy(jar.path(), file(artifact, ".jar"));
    Files.writeString(file(artifact, ".pom"), text);
  }

  private Path file(Coordinates artifact, String ending) {
    return folder
        .resolve(GROUP.replace('.', '/'))
        .resolve(artifact.artifact())
        .resolve(artifact.version())
        .resolve(artifact.artifact() + "-" + artifact.version() + ending);
  }

  private void sources(Coordinates artifact, Path program) throws IOException {
    var root = program.resolve(SOURCES);
    if (Files.isDirectory(root)) {
      try (var out = Files.newOutputStream(file(artifact, "-sources.jar"))) {
        zip(root, out);
      }
    }
  }

  private static void zip(Path root, OutputStream out) throws IOException {
    try (var files = Files.walk(root)) {
      var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(root.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
      }
      zip.finish();
    }
  }

  /** A release has it beside the program. */
  private void javadoc(Coordinates artifact, Path release) throws IOException {
    try (var found = Files.newDirectoryStream(release, "tinybase-sdk-*-javadoc.jar")) {
      for (var jar : found) {
        Files.copy(jar, file(artifact, "-javadoc.jar"));
        return;
      }
    }
  }

  private static Path home() {
    try {
      return Path.of(Register.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class stands nowhere", e);
    }
  }
}
