package dev.tinybase.functions.loading;

import dev.tinybase.compile.SourceFile;
import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The tests beside functions.
 *
 * @param shared what they share with the functions
 * @param tests files whose names end in {@code Test.java}
 */
public record TestFiles(List<SourceFile> shared, List<SourceFile> tests) {
  private static final String ENDING = "Test.java";
  private static final long MAX_BYTES = 1 << 20;

  /** All tests of a folder. */
  public static TestFiles of(Path folder) {
    var files = new SourceFolder(folder, MAX_BYTES);
    var tests =
        files.stamps().keySet().stream()
            .filter(file -> folder.equals(file.getParent()) && isTest(file))
            .toList();
    return of(folder, tests);
  }

  /** Some tests of a folder. */
  public static TestFiles of(Path folder, List<Path> tests) {
    var shared =
        new SourceFolder(folder, MAX_BYTES)
            .read().files().stream()
                .filter(file -> file.name().startsWith(DeployedSource.SHARED))
                .map(SourceCandidate::source)
                .toList();
    return new TestFiles(shared, tests.stream().map(file -> source(folder, file)).toList());
  }

  /** Whether a file's name is that of a test. */
  public static boolean isTest(Path file) {
    return file.toString().endsWith(ENDING);
  }

  private static SourceFile source(Path folder, Path file) {
    try {
      var name = String.valueOf(file.getFileName());
      return new SourceFile(
          name.substring(0, name.length() - ".java".length()),
          folder.getFileName() + "/" + name,
          Files.readString(file),
          folder);
    } catch (IOException e) {
      throw Problem.badRequest("file_unreadable", "Cannot read " + file + ": " + e);
    }
  }
}
