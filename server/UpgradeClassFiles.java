import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Gives the classes of a jar that were compiled for Java 5 the stack maps of Java 8. The JVM keeps no
 * class without them in its cache of classes, nor any class that uses one, so that all of the command
 * line was loaded and verified anew at every start: a tenth of its time.
 *
 * <pre>java UpgradeClassFiles.java JAR</pre>
 */
final class UpgradeClassFiles {
  private UpgradeClassFiles() {}

  public static void main(String[] arguments) throws IOException {
    try (var jar = FileSystems.newFileSystem(Path.of(arguments[0]), Map.of());
        var files = Files.walk(jar.getPath("/"))) {
      var compiler = compiler(jar);
      for (var file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        if (isOld(file)) {
          upgrade(file, compiler);
        }
      }
    }
  }

  private static boolean isOld(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var head = in.readNBytes(8);
      return ((head[6] & 0xff) << 8 | head[7] & 0xff) < ClassFile.JAVA_6_VERSION;
    }
  }

  private static void upgrade(Path file, ClassFile compiler) throws IOException {
    var time = Files.getLastModifiedTime(file);
    var upgraded =
        compiler.transformClass(
            compiler.parse(Files.readAllBytes(file)),
            (builder, element) -> {
              if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
              } else {
                builder.with(element);
              }
            });
    Files.write(file, upgraded);
    Files.setLastModifiedTime(file, time); // as a build is repeatable
  }

  /** With a new pool of constants the code is written anew, and gets its stack maps. */
  private static ClassFile compiler(FileSystem jar) {
    var hierarchy =
        ClassHierarchyResolver.ofResourceParsing(type -> {
          var name = type.descriptorString();
          var file = jar.getPath(name.substring(1, name.length() - 1) + ".class");
          try {
            return Files.exists(file) ? Files.newInputStream(file) : null;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return ClassFile.of(
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ConstantPoolSharingOption.NEW_POOL,
        ClassFile.ClassHierarchyResolverOption.of(
            hierarchy.orElse(ClassHierarchyResolver.defaultResolver())));
  }
}
