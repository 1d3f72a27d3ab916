package dev.tinybase.extensions.source;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches extensions from where they are. Of repositories a few at once, each in a folder that is
 * removed when it is done.
 */
public final class ExtensionFetcher {
  private static final Logger LOG = LoggerFactory.getLogger(ExtensionFetcher.class);
  private static final int AT_ONCE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PREFIX = "fetch-";

  /** What a killed process has left is older than anything that still runs. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path path;
  private final Git.Program program;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /** With the machine's git. */
  public ExtensionFetcher(Settings.Extensions settings) {
    this(settings.path(), Git.Program.DEFAULT);
  }

  ExtensionFetcher(Path path, Git.Program program) {
    this.path = path;
    this.program = program;
  }

  /**
   * Fetches an extension.
   *
   * @throws Problem 400 {@code fetch_failed}, {@code ref_not_found} or {@code invalid_extension};
   *     503 {@code git_missing}
   */
  public FetchedExtension fetch(ExtensionSource source) {
    return switch (source) {
      case ExtensionSource.Folder folder when isReadAsItStands(folder) ->
          new FetchedExtension(folder, FolderReader.read(folder.path()), null);
      case ExtensionSource.Folder folder ->
          inScratch(scratch -> fetch(folder, GitRepository.of(program, folder, scratch)));
      case ExtensionSource.Repository repository ->
          inScratch(scratch -> fetch(repository, GitRepository.of(program, repository, scratch)));
    };
  }

  private static FetchedExtension fetch(ExtensionSource source, GitRepository repository) {
    var commit = repository.fetch();
    return new FetchedExtension(source, repository.files(commit), commit);
  }

  /** A bare repository has nothing but commits. */
  private static boolean isReadAsItStands(ExtensionSource.Folder folder) {
    var path = folder.path();
    return folder.ref() == null
        && !(Files.isRegularFile(path.resolve("HEAD"))
            && Files.isDirectory(path.resolve("objects")));
  }

  /**
   * A file of the default branch's last commit, or of a folder as it stands.
   *
   * @param knownCommit one that nobody needs to look at again
   * @return empty where the last commit is the known one, or has no such file
   */
  public Optional<byte[]> latest(
      ExtensionSource source, String file, @Nullable String knownCommit) {
    return switch (source) {
      case ExtensionSource.Folder(var path, _) when knownCommit == null ->
          FolderReader.read(path).find(file);
      case ExtensionSource.Folder(var path, _) ->
          inScratch(scratch ->
              latest(
                  GitRepository.of(program, new ExtensionSource.Folder(path, null), scratch),
                  file,
                  knownCommit));
      case ExtensionSource.Repository(var url, _, var credentials) ->
          inScratch(scratch ->
              latest(
                  GitRepository.of(
                      program, new ExtensionSource.Repository(url, null, credentials), scratch),
                  file,
                  knownCommit));
    };
  }

  private static Optional<byte[]> latest(
      GitRepository repository, String file, @Nullable String knownCommit) {
    var last = repository.defaultCommit();
    return last.isEmpty() || last.get().equals(knownCommit)
        ? Optional.empty()
        : repository.file(repository.fetch(), file);
  }

  private <T> T inScratch(Function<Path, T> work) {
    try {
      if (!free.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw Problem.unavailable(
            "too_many_fetches", "Other extensions are being fetched; try again shortly.", 30);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("interrupted", "The extension was not fetched.", 1);
    }
    try {
      return inFolder(work);
    } catch (IOException | UncheckedIOException e) {
      LOG.error("Cannot write into extensions.path, {}", path, e);
      throw Problem.of(
          Problem.Kind.UNAVAILABLE,
          "extensions_path_unusable",
          "The server cannot write into its folder extensions.path, or its disk is full; its log says"
              + " more.");
    } finally {
      free.release();
    }
  }

  private <T> T inFolder(Function<Path, T> work) throws IOException {
    Files.createDirectories(path);
    removeAbandoned();
    var folder = Files.createTempDirectory(path.toAbsolutePath(), PREFIX);
    try {
      return work.apply(folder);
    } finally {
      remove(folder);
    }
  }

  private void removeAbandoned() throws IOException {
    var before = Instant.now().minus(ABANDONED);
    try (Stream<Path> folders = Files.list(path)) {
      for (var folder : folders.toList()) {
        if (folder.getFileName().toString().startsWith(PREFIX)
            && Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
          remove(folder);
        }
      }
    }
  }

  private static void remove(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      LOG.warn("Cannot remove {}", folder, e);
    }
  }
}
