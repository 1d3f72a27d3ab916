package dev.tinybase.functions.loading;

import dev.tinybase.compile.SourceFile;
import java.nio.file.Path;
import java.util.List;

/**
 * The readable files of a folder of functions.
 *
 * @param shared those below {@code lib/}
 * @param functions those with functions and hooks, without tests
 */
public record FolderSources(List<SourceFile> shared, List<SourceFile> functions) {
  /** Reads them; none where there is no such folder. */
  public static FolderSources of(Path folder, long maxBytes) {
    var files =
        new SourceFolder(folder, maxBytes)
            .read().files().stream().filter(file -> file.complaint() == null).toList();
    return new FolderSources(
        files.stream().filter(FolderSources::isShared).map(SourceCandidate::source).toList(),
        files.stream().filter(file -> !isShared(file)).map(SourceCandidate::source).toList());
  }

  private static boolean isShared(SourceCandidate file) {
    return file.name().startsWith(DeployedSource.SHARED);
  }
}
