package dev.tinybase.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A Maven repository in a folder. */
public final class MavenFolder {
  private final Path root;

  public MavenFolder(Path root) {
    this.root = root;
  }

  /** As {@code //REPOS} wants it. */
  public String url() {
    return root.toUri().toString();
  }

  Path root() {
    return root;
  }

  /** Puts an artifact into it whose one class has a method {@code text} that returns the text. */
  public void add(String coordinates, String type, String text, String... dependencies) {
    addJar(coordinates, jar(type, text), dependencies);
  }

  /** Puts the library into it that a class of these tests is from. */
  public void add(String coordinates, Class<?> type, String... dependencies) {
    var jar =
        Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
    addJar(coordinates, jar, dependencies);
  }

  public void addJar(String coordinates, Path jar, String... dependencies) {
    var at = coordinates.split(":");
    write(at, pom(at, "jar", dependencies(dependencies)));
    try {
      Files.copy(jar, file(at, "jar"), StandardCopyOption.REPLACE_EXISTING);
      sign(file(at, "jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A compiler that takes libraries from such repositories, and keeps them in another folder. */
  public static SourceCompiler compiler(Path folder) {
    return new SourceCompiler(
        folder.resolve("cache"),
        folder.resolve("tinybase.lock"),
        false,
        false,
        folder.resolve("m2"),
        InstantSource.system());
  }

  /** Puts a list of versions into it. */
  void addBom(String coordinates, String... managed) {
    var at = coordinates.split(":");
    var versions = "<dependencyManagement>" + dependencies(managed) + "</dependencyManagement>";
    write(at, pom(at, "pom", versions));
  }

  private Path jar(String type, String text) {
    var workshop = new Workshop(root.resolveSibling("made"));
    var code =
        "package acme; public class %s { public static String text() { return \"%s\"; } }"
            .formatted(type, text);
    return Workshop.unit(workshop.compile(Workshop.source("library", code)), "library").jar();
  }

  private void write(String[] at, String pom) {
    try {
      var file = file(at, "pom");
      Files.createDirectories(file.getParent());
      Files.writeString(file, pom);
      sign(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sign(Path file) throws IOException {
    try {
      var sum = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
      Files.writeString(Path.of(file + ".sha1"), HexFormat.of().formatHex(sum));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file(String[] at, String type) {
    return root.resolve(at[0].replace('.', '/'))
        .resolve(at[1])
        .resolve(at[2])
        .resolve(at[1] + "-" + at[2] + "." + type);
  }

  private static String pom(String[] at, String packaging, String rest) {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
      <packaging>%s</packaging>
      %s
    </project>
    """
        .formatted(at[0], at[1], at[2], packaging, rest);
  }

  private static String dependencies(String... coordinates) {
    return Arrays.stream(coordinates)
        .map(text -> List.of(text.split(":")))
        .map(at ->
            "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
                .formatted(at.get(0), at.get(1), at.get(2)))
        .collect(Collectors.joining("", "<dependencies>", "</dependencies>"));
  }
}
