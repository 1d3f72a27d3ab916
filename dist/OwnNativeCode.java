import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.util.OSInfo;

/**
 * Takes SQLite's libraries for other systems than this one out of a program's jar, because a
 * release is of one system: they are a third of the jar.
 *
 * <pre>java -cp tinybase.jar OwnNativeCode.java JAR</pre>
 */
final class OwnNativeCode {
  private OwnNativeCode() {}

  public static void main(String[] arguments) throws IOException {
    try (var jar = FileSystems.newFileSystem(Path.of(arguments[0]))) {
      var all = jar.getPath("/org/sqlite/native");
      var own = all.resolve(OSInfo.getNativeLibFolderPathForCurrentOS());
      if (!Files.isDirectory(own)) {
        throw new IOException("the jar has no SQLite for this system: " + own);
      }
      try (var files = Files.walk(all)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          if (!file.startsWith(own)) {
            Files.delete(file);
          }
        }
      }
    }
  }
}
