package dev.tinybase.compile;

import eu.maveniverse.maven.mima.context.ContextOverrides;
import java.net.URI;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;

/** Repositories as Maven's library wants them. */
final class MavenRepositories {
  private MavenRepositories() {}

  /** A name and password in the URL are taken out of it, so that no message shows them. */
  static RemoteRepository of(MavenRepository repository) {
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
