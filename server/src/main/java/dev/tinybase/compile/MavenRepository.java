package dev.tinybase.compile;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * A Maven repository.
 *
 * @param url empty for one that is known by its name
 */
record MavenRepository(String id, String url) {
  static final MavenRepository CENTRAL = new MavenRepository("central", "");

  private static final Set<String> NAMES_OF_CENTRAL =
      Set.of("central", "mavencentral", "mavenCentral");
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> SCHEMES = Set.of("https", "http", "file");

  /** Reads {@code central}, {@code id=url} or a URL, which is its own name then. */
  static Optional<MavenRepository> parse(String text) {
    if (NAMES_OF_CENTRAL.contains(text)) {
      return Optional.of(CENTRAL);
    }
    int equals = text.indexOf('=');
    boolean named = equals > 0 && text.substring(0, equals).matches("[A-Za-z0-9_.-]+");
    var url = named ? text.substring(equals + 1) : text;
    return isUsable(url)
        ? Optional.of(new MavenRepository(named ? text.substring(0, equals) : nameOf(url), url))
        : Optional.empty();
  }

  /** Whether nobody can change a library on its way: by TLS, or without leaving this machine. */
  boolean isSecure() {
    if (!url.startsWith("http:")) {
      return true;
    }
    var host = URI.create(url).getHost();
    return host != null && THIS_MACHINE.contains(host);
  }

  private static boolean isUsable(String url) {
    try {
      var uri = new URI(url);
      return uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && !uri.isOpaque();
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /** Settings of mirrors and passwords go by the name; files keep it in their folders. */
  private static String nameOf(String url) {
    return URI.create(url)
        .getSchemeSpecificPart()
        .replaceAll("^/*([^@/]*@)?", "")
        .replaceAll("[^A-Za-z0-9.-]+", "_");
  }
}
