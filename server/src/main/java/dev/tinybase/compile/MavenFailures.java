package dev.tinybase.compile;

import dev.tinybase.compile.MavenAccess.UnresolvedLibrary;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.jspecify.annotations.Nullable;

/** Says why Maven did not find something: what, where it looked, and what came in its way. */
final class MavenFailures {
  private final List<RemoteRepository> repositories;
  private final boolean offline;

  MavenFailures(List<RemoteRepository> repositories, boolean offline) {
    this.repositories = repositories;
    this.offline = offline;
  }

  /** The failure in our words; of the wanted ones when it names no artifact itself. */
  UnresolvedLibrary of(Exception failure, List<Coordinates> wanted) {
    var artifact = missing(failure);
    if (artifact == null) {
      var first = wanted.getFirst();
      return new UnresolvedLibrary(
          first.group() + ":" + first.artifact(),
          "cannot resolve %s: %s".formatted(first, firstLine(innermost(failure))));
    }
    return new UnresolvedLibrary(
        artifact.getGroupId() + ":" + artifact.getArtifactId(), message(artifact, failure));
  }

  private String message(Artifact artifact, Exception failure) {
    var name = Maven.coordinates(artifact);
    if (offline) {
      return "%s is not on this machine, and no repository is asked for it: offline is set"
          .formatted(name);
    }
    var cause = innermost(failure);
    if (cause instanceof FileSystemException file) {
      return "cannot keep %s in Maven's folder on this machine (%s); make it writable, or set HOME"
          .formatted(name, file);
    }
    return cause instanceof ArtifactNotFoundException
        ? "cannot find %s in %s".formatted(name, places())
        : "cannot fetch %s from %s: %s".formatted(name, places(), firstLine(cause));
  }

  private String places() {
    return repositories.stream()
        .map(repository -> repository.getId() + " (" + repository.getUrl() + ")")
        .collect(Collectors.joining(", "));
  }

  /** The artifact that the innermost failure which knows one is about. */
  private static @Nullable Artifact missing(Throwable failure) {
    Artifact found = null;
    for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
      found =
          switch (at) {
            case ArtifactResolutionException e ->
                e.getResults().stream()
                    .filter(result -> !result.isResolved())
                    .map(result -> result.getRequest().getArtifact())
                    .findFirst()
                    .orElse(found);
            case ArtifactDescriptorException e -> e.getResult().getRequest().getArtifact();
            default -> found;
          };
    }
    return found;
  }

  private static Throwable innermost(Throwable failure) {
    var at = failure;
    while (at.getCause() != null && !(at instanceof ArtifactNotFoundException)) {
      at = at.getCause();
    }
    return at;
  }

  private static String firstLine(Throwable failure) {
    var message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
