package dev.tinybase.extensions.source;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where an extension comes from. */
public sealed interface ExtensionSource {
  /**
   * A repository of another machine.
   *
   * @param url without credentials
   * @param ref a branch, tag or commit; null for the default branch
   * @param credentials user, colon, password for https and http; null for none
   */
  record Repository(String url, @Nullable String ref, @Nullable String credentials)
      implements ExtensionSource {
    /** The same with credentials that were kept apart from it. */
    public Repository withCredentials(@Nullable String kept) {
      return new Repository(url, ref, kept);
    }

    /** {@code https}, {@code http}, {@code ssh} or {@code git}. */
    String scheme() {
      int end = url.indexOf("://");
      return end < 0 ? "ssh" : url.substring(0, end);
    }

    @Override
    public String shown() {
      return url;
    }

    /** Without the credentials. */
    @Override
    public String toString() {
      return "Repository[" + url + ", " + ref + "]";
    }
  }

  /**
   * A folder of this machine.
   *
   * @param ref a branch, tag or commit of the repository that it is; null for what is there now
   */
  record Folder(Path path, @Nullable String ref) implements ExtensionSource {
    @Override
    public String shown() {
      return path.toString();
    }
  }

  /** The address, which {@link #parse} takes again; without credentials. */
  String shown();

  /** The branch, tag or commit that was asked for. */
  @Nullable String ref();

  /**
   * Reads any form of an address: {@code owner/repository} of GitHub or its page, a URL of Git, an
   * absolute path or one that begins with a dot.
   *
   * @throws Problem 400 {@code invalid_repo_url} or {@code invalid_ref}, 403 where the settings do
   *     not allow it
   */
  static ExtensionSource parse(String address, @Nullable String ref, Settings.Extensions settings) {
    return new AddressParser(settings).parse(address.strip(), ref);
  }
}
