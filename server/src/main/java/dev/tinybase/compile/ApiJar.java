package dev.tinybase.compile;

import dev.tinybase.compile.Jars.ClassFile;
import dev.tinybase.errors.Problem;
import dev.tinybase.sdk.Register;
import dev.tinybase.text.Sha256;
import jakarta.validation.Constraint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.annotation.Testable;
import org.opentest4j.AssertionFailedError;

/**
 * What functions or their tests may see of the program's own classes, as a jar for the compiler:
 * the program's jar holds far more.
 */
final class ApiJar {
  private final CacheFolder folder;
  private final String name;
  private final List<Part> parts;
  private final String hash;

  private ApiJar(CacheFolder folder, String name, List<Part> parts) {
    this.folder = folder;
    this.name = name;
    this.parts = parts;
    this.hash = hash(parts);
  }

  /** The SDK's jar, not written yet. */
  static ApiJar sdk(CacheFolder folder) {
    return new ApiJar(folder, "sdk", Part.SDK);
  }

  /** The jar of what tests see beside the SDK: JUnit. */
  static ApiJar tests(CacheFolder folder) {
    return new ApiJar(folder, "junit", Part.TESTS);
  }

  /** Differs when the SDK does. */
  String hashOfClasses() {
    return hash;
  }

  /** The jar, written if need be. */
  Path path() {
    var jar = folder.path().resolve(name + "-" + hash.substring(0, 16) + ".jar");
    try {
      if (Jars.classes(jar).isEmpty()) {
        Jars.write(jar, classes());
      }
      folder.use(jar);
      folder.sweep();
      return jar;
    } catch (IOException e) {
      throw Problem.of(
          Problem.Kind.INTERNAL,
          "cache_unusable",
          "Cannot write %s (%s); make the folder writable".formatted(jar, e));
    }
  }

  private static String hash(List<Part> parts) {
    var digest = new Sha256();
    try {
      for (var part : parts) {
        part.fingerprint(digest);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the program's own classes", e);
    }
    return digest.hex();
  }

  private List<ClassFile> classes() throws IOException {
    var classes = new ArrayList<ClassFile>();
    for (var part : parts) {
      part.read(classes);
    }
    return classes;
  }

  /** Classes below a package, which stand in a jar or, as the program is developed, in a folder. */
  private record Part(Class<?> member, String prefix) {
    static final List<Part> SDK =
        List.of(
            new Part(Register.class, "dev/tinybase/sdk/"),
            new Part(Constraint.class, "jakarta/validation/"),
            new Part(NullMarked.class, "org/jspecify/annotations/"));

    static final List<Part> TESTS =
        List.of(
            new Part(Test.class, "org/junit/jupiter/api/"),
            new Part(ParameterizedTest.class, "org/junit/jupiter/params/"),
            new Part(Testable.class, "org/junit/platform/commons/"),
            new Part(AssertionFailedError.class, "org/opentest4j/"),
            new Part(API.class, "org/apiguardian/api/"));

    /** A jar's directory tells its entries' checksums, so that nothing needs to be unpacked. */
    void fingerprint(Sha256 digest) throws IOException {
      if (Files.isDirectory(home())) {
        for (var file : files()) {
          digest.add(file.name()).add(file.bytes());
        }
        return;
      }
      try (var zip = new ZipFile(home().toFile())) {
        zip.stream()
            .filter(entry -> isWanted(entry.getName()))
            .map(entry -> entry.getName() + " " + entry.getCrc() + " " + entry.getSize())
            .sorted()
            .forEach(digest::add);
      }
    }

    void read(List<ClassFile> classes) throws IOException {
      if (Files.isDirectory(home())) {
        classes.addAll(files());
        return;
      }
      try (var zip = new ZipFile(home().toFile())) {
        for (var entry : zip.stream().filter(entry -> isWanted(entry.getName())).toList()) {
          try (var in = zip.getInputStream(entry)) {
            classes.add(new ClassFile(ClassFile.name(entry.getName()), in.readAllBytes()));
          }
        }
      }
    }

    private List<ClassFile> files() throws IOException {
      var home = home();
      try (Stream<Path> files = Files.walk(home.resolve(prefix))) {
        var classes = new ArrayList<ClassFile>();
        for (var file : files.sorted().toList()) {
          var path = home.relativize(file).toString().replace('\\', '/');
          if (isWanted(path)) {
            classes.add(new ClassFile(ClassFile.name(path), Files.readAllBytes(file)));
          }
        }
        return classes;
      }
    }

    private boolean isWanted(String path) {
      return path.startsWith(prefix) && path.endsWith(".class");
    }

    private Path home() {
      try {
        return Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
      } catch (URISyntaxException e) {
        throw new IllegalStateException("a class stands nowhere", e);
      }
    }
  }
}
