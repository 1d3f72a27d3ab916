package dev.tinybase.extensions;

import dev.tinybase.config.Settings;
import dev.tinybase.extensions.source.ExtensionSource;
import dev.tinybase.extensions.source.ExtensionSource.Repository;
import dev.tinybase.secrets.SecretBox;
import org.jspecify.annotations.Nullable;

/** Keeps the credentials of repositories sealed, apart from their addresses. */
final class SourceCredentials {
  private final Settings.Extensions settings;
  private final SecretBox box;

  SourceCredentials(Settings settings) {
    this.settings = settings.extensions();
    this.box = new SecretBox(settings.secrets());
  }

  /** Those of a source, sealed for its extension; null for none. */
  @Nullable String seal(String extension, ExtensionSource source) {
    return source instanceof Repository repository && repository.credentials() != null
        ? box.seal(name(extension), repository.credentials())
        : null;
  }

  /** Where an installed extension came from, at another ref. */
  ExtensionSource source(InstalledExtension extension, @Nullable String ref) {
    var source = ExtensionSource.parse(extension.repoUrl(), ref, settings);
    var sealed = extension.credentials();
    return sealed != null && source instanceof Repository repository
        ? repository.withCredentials(box.open(name(extension.name()), sealed))
        : source;
  }

  private static String name(String extension) {
    return "repository of the extension " + extension;
  }
}
