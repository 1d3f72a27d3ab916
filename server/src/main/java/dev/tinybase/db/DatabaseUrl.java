package dev.tinybase.db;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the data is, read from the setting {@code database.url}. */
sealed interface DatabaseUrl {
  /** For people; never with a password. */
  String display();

  /** A SQLite file. */
  record Sqlite(Path file) implements DatabaseUrl {
    @Override
    public String display() {
      return "sqlite:///" + file;
    }
  }

  /** A PostgreSQL server; the hosts may be several with commas between. */
  record Postgres(
      String hosts, String database, String user, String password, Map<String, String> parameters)
      implements DatabaseUrl {
    public Postgres {
      parameters = Map.copyOf(parameters);
    }

    @Override
    public String display() {
      return "postgresql://" + hosts + "/" + database;
    }

    /** As PostgreSQL's own programs take it, without the password. */
    String libpq() {
      var encryption = parameters.get("sslmode");
      return "postgresql://"
          + encoded(user)
          + "@"
          + hosts
          + "/"
          + encoded(database)
          + (encryption == null ? "" : "?sslmode=" + encoded(encryption));
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
      return display();
    }
  }

  /** The scheme of SQLAlchemy's URLs names a driver too, which is of no matter here. */
  Pattern SCHEME = Pattern.compile("(sqlite|postgres|postgresql)(?:\\+[a-z0-9]+)?://(.*)");

  Pattern POSTGRES =
      Pattern.compile("(?:([^:@/?]*)(?::([^@/?]*))?@)?([^@/?]+)(?:/([^@/?]*))?(?:\\?(.*))?");

  /** Parses the setting; an {@link IllegalArgumentException} says which forms there are. */
  static DatabaseUrl parse(String url) {
    var scheme = SCHEME.matcher(url);
    if (!scheme.matches()) {
      throw new IllegalArgumentException(
          "database.url must begin with sqlite:/// or postgresql://, for example"
              + " sqlite:///./tinybase.db");
    }
    return scheme.group(1).equals("sqlite") ? sqlite(scheme.group(2)) : postgres(scheme.group(2));
  }

  private static DatabaseUrl sqlite(String rest) {
    var file = rest.startsWith("/") ? rest.substring(1) : "";
    if (file.isEmpty() || file.contains(":memory:") || file.indexOf('?') >= 0) {
      throw new IllegalArgumentException(
          "database.url must name a file and nothing more: sqlite:///./relative.db or"
              + " sqlite:////absolute.db");
    }
    return new Sqlite(Path.of(file).normalize());
  }

  private static DatabaseUrl postgres(String rest) {
    var parts = POSTGRES.matcher(rest);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "database.url must have the form postgresql://user:password@host:5432/database; write @,"
              + " /, ? and % in a password as %40, %2F, %3F and %25");
    }
    var user = decoded(parts.group(1), "postgres");
    return new Postgres(
        parts.group(3),
        decoded(parts.group(4), user),
        user,
        decoded(parts.group(2), ""),
        parameters(parts.group(5)));
  }

  private static Map<String, String> parameters(@Nullable String query) {
    var parameters = new TreeMap<String, String>();
    for (var pair : query == null ? new String[0] : query.split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        parameters.put(decoded(pair.substring(0, at), ""), decoded(pair.substring(at + 1), ""));
      }
    }
    return parameters;
  }

  private static String decoded(@Nullable String text, String otherwise) {
    return text == null || text.isEmpty()
        ? otherwise
        // A plus sign is itself here, unlike in a form.
        : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
