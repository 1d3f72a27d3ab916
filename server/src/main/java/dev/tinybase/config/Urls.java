package dev.tinybase.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings that are addresses of some kind. */
final class Urls {
  static final String SQLITE = "sqlite:///";
  static final String POSTGRESQL = "postgresql://";

  private static final Pattern POSTGRESQL_SCHEME =
      Pattern.compile("^postgres(ql)?(\\+[a-z0-9]+)?://");
  private static final Pattern USER_PASSWORD = Pattern.compile("(//[^/?#]*?):[^/?#]*@");
  private static final Pattern PASSWORD_PARAMETER =
      Pattern.compile("([?&][^=&]*password=)[^&]*", Pattern.CASE_INSENSITIVE);

  private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+/?");

  private static final Pattern EMAIL = Pattern.compile("[^@\\s:]+@[^@\\s:]+");

  private Urls() {}

  /**
   * {@code sqlite:///file} or {@code postgresql://…}; SQLAlchemy's other spellings of the latter
   * are turned into it.
   */
  static @Nullable String database(String text) {
    var url = POSTGRESQL_SCHEME.matcher(text.strip()).replaceFirst(POSTGRESQL);
    if (url.startsWith(SQLITE)) {
      var file = url.substring(SQLITE.length());
      return file.isBlank() || file.startsWith(":memory:") || file.contains("?") ? null : url;
    }
    var uri = url.startsWith(POSTGRESQL) ? uri(url) : null;
    return uri != null && uri.getHost() != null && uri.getPath().length() > 1 ? url : null;
  }

  /** The same database, a SQLite file's path being resolved against a directory. */
  static String resolve(String url, Path directory) {
    return url.startsWith(SQLITE)
        ? SQLITE + directory.resolve(url.substring(SQLITE.length())).normalize()
        : url;
  }

  /** The URL without the password it may hold, even when it is malformed. */
  static String hidePassword(String url) {
    var withoutUser = USER_PASSWORD.matcher(url).replaceAll("$1:***@");
    return PASSWORD_PARAMETER.matcher(withoutUser).replaceAll("$1***");
  }

  /** An absolute http(s) URL, without a slash at its end. */
  static @Nullable String http(String text) {
    var uri = uri(text.strip());
    return uri == null || !isHttp(uri) || uri.getQuery() != null || uri.getFragment() != null
        ? null
        : text.strip().replaceFirst("/+$", "");
  }

  /** How somebody is reached, as RFC 9116 wants it; an e-mail address becomes such a URL. */
  static @Nullable String contact(String text) {
    var contact = EMAIL.matcher(text.strip()).matches() ? "mailto:" + text.strip() : text.strip();
    var uri = uri(contact);
    var scheme = uri == null || uri.getScheme() == null ? "" : uri.getScheme();
    return switch (scheme) {
      case "https" -> uri != null && uri.getHost() != null ? contact : null;
      case "mailto", "tel" -> contact;
      default -> null;
    };
  }

  /** A path that needs no encoding, without a slash at its end: {@code /} is empty. */
  static @Nullable String path(String text) {
    var path = text.strip();
    return path.equals("/")
        ? ""
        : PATH.matcher(path).matches() ? path.replaceFirst("/$", "") : null;
  }

  /** What a browser sends as {@code Origin}, or {@code *}. */
  static @Nullable String origin(String text) {
    if (text.equals("*")) {
      return text;
    }
    var url = http(text);
    var uri = url == null ? null : uri(url);
    return uri == null || !uri.getPath().isEmpty() ? null : url;
  }

  /** An IP address, or a network as {@code 10.0.0.0/8}. */
  static @Nullable String network(String text) {
    var slash = text.indexOf('/');
    try {
      int bits =
          InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress().length
              * 8;
      return slash < 0 || isPrefix(text.substring(slash + 1), bits) ? text : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static boolean isPrefix(String text, int bits) {
    return text.matches("\\d{1,3}") && Integer.parseInt(text) <= bits;
  }

  private static boolean isHttp(URI uri) {
    return uri.getHost() != null
        && uri.getUserInfo() == null
        && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
  }

  private static @Nullable URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      return null;
    }
  }
}
