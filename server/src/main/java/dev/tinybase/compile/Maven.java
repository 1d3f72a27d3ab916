package dev.tinybase.compile;

import dev.tinybase.compile.MavenAccess.UnresolvedLibrary;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Maven's repositories, as the user's settings.xml has them. Starting it takes a while: nothing
 * else touches its classes, and what is locked and on disk does not need it.
 */
final class Maven implements AutoCloseable {
  private static final Map<String, Object> LIMITS =
      Map.of(
          "aether.connector.connectTimeout", 10_000,
          "aether.connector.requestTimeout", 30_000,
          "aether.offline.protocols", "file");

  private final Context context;
  private final RepositorySystemSession session;
  private final MavenFailures failures;

  /**
   * A connection to repositories.
   *
   * @param repositories the settings' and the central one when empty
   * @param home Maven's folder of the user; null for the usual one
   */
  Maven(List<MavenRepository> repositories, boolean offline, @Nullable Path home) {
    var overrides =
        ContextOverrides.create()
            .withUserSettings(true)
            .withMavenUserHomeOverride(home)
            .offline(offline)
            .configProperties(LIMITS)
            .ignoreArtifactDescriptorRepositories(true);
    if (!repositories.isEmpty()) {
      overrides
          .repositories(repositories.stream().map(Maven::remote).toList())
          .addRepositoriesOp(ContextOverrides.AddRepositoriesOp.REPLACE);
    }
    context = Runtimes.INSTANCE.getRuntime().create(overrides.build());
    session = strict(context.repositorySystemSession());
    failures = new MavenFailures(context.remoteRepositories(), offline);
  }

  /** What is missing is an error, whenever it was looked for before. */
  private static RepositorySystemSession strict(RepositorySystemSession session) {
    return new DefaultRepositorySystemSession(session)
        .setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false))
        .setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(false, false));
  }

  /** The jars that code with these dependencies needs to run, in the order of a class path. */
  SequencedMap<Coordinates, Path> resolve(List<Coordinates> wanted) throws UnresolvedLibrary {
    var managed = managed(wanted);
    var request = new CollectRequest().setRepositories(context.remoteRepositories());
    request.setManagedDependencies(managed);
    for (var coordinates : wanted) {
      if (!coordinates.isBom()) {
        request.addDependency(dependency(coordinates, managed));
      }
    }
    try {
      var runtime = DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME);
      var result =
          context
              .repositorySystem()
              .resolveDependencies(session, new DependencyRequest(request, runtime));
      var jars = new LinkedHashMap<Coordinates, Path>();
      for (var found : result.getArtifactResults()) {
        if (found.getArtifact().getExtension().equals("jar")) {
          jars.put(coordinates(found.getArtifact()), found.getArtifact().getFile().toPath());
        }
      }
      return jars;
    } catch (DependencyResolutionException e) {
      throw failures.of(e, wanted);
    }
  }

  /** One artifact, without what it needs. */
  Path fetch(Coordinates exact) throws UnresolvedLibrary {
    var request = new ArtifactRequest(artifact(exact), context.remoteRepositories(), "");
    try {
      var result = context.repositorySystem().resolveArtifact(session, request);
      return result.getArtifact().getFile().toPath();
    } catch (ArtifactResolutionException e) {
      throw failures.of(e, List.of(exact));
    }
  }

  private List<Dependency> managed(List<Coordinates> wanted) throws UnresolvedLibrary {
    var managed = Stream.<Dependency>builder();
    for (var bom : wanted.stream().filter(Coordinates::isBom).toList()) {
      var request = new ArtifactDescriptorRequest(artifact(bom), context.remoteRepositories(), "");
      try {
        var descriptor = context.repositorySystem().readArtifactDescriptor(session, request);
        descriptor.getManagedDependencies().forEach(managed::add);
      } catch (ArtifactDescriptorException e) {
        throw failures.of(e, List.of(bom));
      }
    }
    return managed.build().toList();
  }

  private static Dependency dependency(Coordinates wanted, List<Dependency> managed)
      throws UnresolvedLibrary {
    if (!wanted.version().isEmpty()) {
      return new Dependency(artifact(wanted), JavaScopes.COMPILE);
    }
    return managed.stream()
        .map(Dependency::getArtifact)
        .filter(known ->
            known.getGroupId().equals(wanted.group())
                && known.getArtifactId().equals(wanted.artifact()))
        .findFirst()
        .map(known ->
            new Dependency(artifact(wanted.withVersion(known.getVersion())), JavaScopes.COMPILE))
        .orElseThrow(() ->
            new UnresolvedLibrary(
                wanted.group() + ":" + wanted.artifact(),
                "no BOM among the //DEPS has a version for " + wanted));
  }

  private static Artifact artifact(Coordinates of) {
    return new DefaultArtifact(of.group(), of.artifact(), of.classifier(), of.type(), of.version());
  }

  static Coordinates coordinates(Artifact of) {
    return new Coordinates(
        of.getGroupId(),
        of.getArtifactId(),
        of.getVersion(),
        of.getClassifier(),
        of.getExtension());
  }

  @Override
  public void close() {
    context.close();
  }

  /** A name and password in the URL are taken out of it, so that no message shows them. */
  private static RemoteRepository remote(MavenRepository repository) {
    if (repository.equals(MavenRepository.CENTRAL)) {
      return ContextOverrides.CENTRAL;
    }
    var uri = URI.create(repository.url());
    var user = uri.getUserInfo();
    if (user == null) {
      return new RemoteRepository.Builder(repository.id(), "default", repository.url()).build();
    }
    var words = user.split(":", 2);
    var bare = repository.url().replaceFirst("//[^@/]*@", "//");
    return new RemoteRepository.Builder(repository.id(), "default", bare)
        .setAuthentication(
            new AuthenticationBuilder()
                .addUsername(words[0])
                .addPassword(words.length > 1 ? words[1] : "")
                .build())
        .build();
  }
}
