package dev.tinybase.extensions.source;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.ExtensionSource.Folder;
import dev.tinybase.extensions.source.ExtensionSource.Repository;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the addresses of extensions. What it refuses it never repeats: it may hold a password. */
final class AddressParser {
  private static final int LONGEST = 500;
  private static final String GITHUB = "https://github.com/";
  private static final String OWNER_AND_REPOSITORY =
      "([A-Za-z0-9][A-Za-z0-9-]{0,38})/([A-Za-z0-9_][A-Za-z0-9._-]{0,99}?)(?:\\.git)?";

  private static final Pattern SHORT = Pattern.compile(OWNER_AND_REPOSITORY);
  private static final Pattern PAGE =
      Pattern.compile(
          "(?:https?://)?(?:www\\.)?github\\.com/" + OWNER_AND_REPOSITORY + "/?(?:tree/(.+?))?/?");

  /** The form of {@code ssh}: {@code git@example.org:team/extension.git}. */
  private static final Pattern SSH =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[A-Za-z0-9_~/][^:]*");

  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:]+]");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./+@=-]{0,199}");
  private static final Pattern BAD_REF = Pattern.compile("\\.\\.|//|@\\{|/\\.|[./]$|\\.lock$");

  private final Settings.Extensions settings;

  AddressParser(Settings.Extensions settings) {
    this.settings = settings;
  }

  ExtensionSource parse(String address, @Nullable String ref) {
    if (address.isEmpty() || address.length() > LONGEST || !isPlain(address)) {
      throw unknown();
    }
    if (ref != null) {
      checkRef(ref);
    }
    if (address.matches("/.*|\\.\\.?(/.*)?|file:.*")) {
      return folder(address, ref);
    }
    var page = PAGE.matcher(address);
    if (page.matches()) {
      return github(page.group(1), page.group(2), ref(page.group(3), ref));
    }
    var name = SHORT.matcher(address);
    if (name.matches()) {
      return github(name.group(1), name.group(2), ref);
    }
    return SSH.matcher(address).matches()
        ? new Repository(address, ref, null)
        : repository(address, ref);
  }

  private static Repository github(String owner, String repository, @Nullable String ref) {
    return new Repository(GITHUB + owner + "/" + repository, ref, null);
  }

  private static @Nullable String ref(@Nullable String ofPage, @Nullable String asked) {
    if (ofPage == null) {
      return asked;
    }
    checkRef(ofPage);
    if (asked != null && !asked.equals(ofPage)) {
      throw Problem.badRequest(
          "invalid_ref", "The address names one ref and 'ref' another; leave one of them out.");
    }
    return ofPage;
  }

  private Folder folder(String address, @Nullable String ref) {
    if (!settings.allowLocalFolders()) {
      throw Problem.forbidden(
          "local_folders_not_allowed",
          "This server takes no extensions from folders of its machine"
              + " (extensions.allow_local_folders); give the URL of a repository.");
    }
    try {
      var path = address.startsWith("file:") ? Path.of(fileUri(address)) : Path.of(address);
      return new Folder(path.toAbsolutePath().normalize(), ref);
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  private static URI fileUri(String address) {
    var uri = URI.create(address.replaceFirst("^file://localhost/", "file:///"));
    if (uri.getPath() == null) {
      throw unknown();
    }
    return uri;
  }

  private Repository repository(String address, @Nullable String ref) {
    var uri = uri(address);
    var host = Objects.requireNonNullElse(uri.getHost(), "");
    var scheme = Objects.requireNonNullElse(uri.getScheme(), "");
    if (!Set.of("https", "http", "ssh", "git").contains(scheme)
        || !HOST.matcher(host).matches()
        || uri.getPath().length() < 2
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw unknown();
    }
    var user = uri.getUserInfo();
    boolean isHttp = scheme.startsWith("http");
    if (user != null && !isHttp && (scheme.equals("git") || user.contains(":"))) {
      throw Problem.badRequest(
          "invalid_repo_url",
          "A password works in https URLs alone; use a key for ssh, which the server's user has.");
    }
    if (Set.of("http", "git").contains(scheme)
        && !LOOPBACK.matcher(host).matches()
        && !settings.insecureRepositories()) {
      throw Problem.forbidden(
          "insecure_repository",
          "Anybody on the way can change what comes by "
              + scheme
              + ": use https or ssh, or set extensions.insecure_repositories = true.");
    }
    return isHttp && user != null
        ? new Repository(address.replaceFirst("//[^/]*@", "//"), ref, user)
        : new Repository(address, ref, null);
  }

  private static URI uri(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException _) {
      throw unknown();
    }
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(c -> c <= ' ' || c == '\\' || Character.isISOControl(c));
  }

  private static void checkRef(String ref) {
    if (!REF.matcher(ref).matches() || BAD_REF.matcher(ref).find()) {
      throw Problem.badRequest(
          "invalid_ref",
          "'ref' is no branch, tag or commit: letters, digits and . _ / + @ = - are, beginning with"
              + " a letter or digit.");
    }
  }

  private static Problem unknown() {
    return Problem.badRequest(
        "invalid_repo_url",
        "This is no address of an extension: give owner/repository of GitHub, an https, ssh or git"
            + " URL, or the path of a folder that begins with / or ./ .");
  }
}
