package dev.tinybase.config;

import dev.tinybase.config.InvalidConfiguration.Fault;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers that commands can talk to: that of {@code TINYBASE_API_URL}, else those of {@code
 * [environments.<name>]} in the instance's {@code tinybase.toml} and in {@code
 * ~/.config/tinybase/config.toml}. {@code TINYBASE_API_TOKEN} goes before the token of a file, so
 * that no file has to hold one.
 */
public final class RemoteServers {
  private static final String URL = "TINYBASE_API_URL";
  private static final String TOKEN = "TINYBASE_API_TOKEN";
  private static final String TIMEOUT = "TINYBASE_TIMEOUT";
  private static final SettingType<Integer> SECONDS = SettingType.whole(1, 3600);
  private static final String DEFAULT_SECONDS = "30";
  private static final String HOW = "which 'tinybase tokens create' makes there";
  private static final Pattern TOKEN_TEXT = Pattern.compile("[!-~]+");

  private static final String TABLE = "environments.";
  private static final List<String> NAMES = List.of("api_url", "api_token", "timeout");

  /** A key of {@code [environments.<environment>]}, which the instance itself does not need. */
  private record Key(String environment, String name) {}

  /**
   * A server that commands talk to.
   *
   * @param name its environment, or the variable that names it
   * @param url without {@code /api} and without a slash at its end
   * @param token an admin's; never shown
   * @param timeout of one request
   * @param urlPlace where the URL stands, for people
   * @param tokenPlace where the token stands, for people
   */
  public record RemoteServer(
      String name, String url, String token, Duration timeout, String urlPlace, String tokenPlace) {
    /** The same with at least so much time for a request. */
    public RemoteServer patient(Duration least) {
      return timeout.compareTo(least) < 0
          ? new RemoteServer(name, url, token, least, urlPlace, tokenPlace)
          : this;
    }

    @Override
    public String toString() {
      return url + " (" + name + ")";
    }
  }

  private final Path directory;
  private final Map<String, String> environment;

  /** Those of an instance's directory and a process's environment. */
  public RemoteServers(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  private static Optional<Key> key(SourceValue entry) {
    var spelling = entry.spelling();
    int end = spelling.lastIndexOf('.');
    return spelling.startsWith(TABLE) && end > TABLE.length()
        ? Optional.of(new Key(spelling.substring(TABLE.length(), end), spelling.substring(end + 1)))
        : Optional.empty();
  }

  /** Whether a value is for commands that talk to other servers. */
  static boolean isKey(SourceValue value) {
    return value.origin().kind() == Origin.Kind.ENVIRONMENT
        ? List.of(URL, TOKEN, TIMEOUT).contains(value.spelling())
        : value.origin().kind() == Origin.Kind.FILE && key(value).isPresent();
  }

  /** What is wrong with the key of such a value. */
  static Optional<String> unknownKey(SourceValue value) {
    return key(value)
        .filter(key -> !NAMES.contains(key.name()))
        .map(key -> "unknown key '" + value.spelling() + "'" + DidYouMean.hint(key.name(), NAMES));
  }

  /** The server of the environment's variables, if they name one. */
  public Optional<RemoteServer> ofVariables() {
    var url = variable(URL);
    if (url == null) {
      return Optional.empty();
    }
    var token = variable(TOKEN);
    if (token == null) {
      throw refused(
          URL + " is set and " + TOKEN + " is not; set it to an application token, " + HOW);
    }
    return Optional.of(remote(URL, url, URL, token, TOKEN, seconds(null)));
  }

  /** The server of a name; the environment's variables go before the files. */
  public RemoteServer find(String name) {
    return ofVariables().orElseGet(() -> ofFiles(name));
  }

  /** The environments of the files. */
  public Set<String> names() {
    return environments().keySet();
  }

  private Map<String, Map<String, SourceValue>> environments() {
    var environments = new LinkedHashMap<String, Map<String, SourceValue>>();
    for (var file : files()) {
      read(file).forEach(environments::putIfAbsent);
    }
    return environments;
  }

  private RemoteServer ofFiles(String name) {
    var environments = environments();
    var found = environments.get(name);
    if (found == null) {
      throw Problem.notFound("environment_not_found", missing(name, environments.keySet()));
    }
    var url = found.get("api_url");
    if (url == null || url.text().isBlank()) {
      throw refused("[environments." + name + "] has no api_url");
    }
    int seconds = seconds(found.get("timeout"));
    var variable = variable(TOKEN);
    if (variable != null) {
      return remote(name, url.text(), place(url), variable, TOKEN, seconds);
    }
    var token = found.get("api_token");
    if (token == null || token.text().isBlank()) {
      throw refused(
          "[environments.%s] has no api_token; set %s to an application token, %s"
              .formatted(name, TOKEN, HOW));
    }
    return remote(name, url.text(), place(url), token.text(), place(token), seconds);
  }

  private List<Path> files() {
    var files = new ArrayList<>(List.of(directory.resolve(ConfigLoader.FILE)));
    var home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    var config = variable("XDG_CONFIG_HOME");
    files.add(
        (config == null ? Path.of(home, ".config") : Path.of(config))
            .resolve("tinybase")
            .resolve("config.toml"));
    return files;
  }

  private static Map<String, Map<String, SourceValue>> read(Path file) {
    var faults = new ArrayList<Fault>();
    var environments = new LinkedHashMap<String, Map<String, SourceValue>>();
    for (var entry : TomlSource.read(file, faults)) {
      key(entry)
          .ifPresent(key ->
              environments
                  .computeIfAbsent(key.environment(), _ -> new LinkedHashMap<>())
                  .put(key.name(), entry));
    }
    if (!faults.isEmpty()) {
      throw new InvalidConfiguration(faults);
    }
    return environments;
  }

  private static String missing(String name, Set<String> known) {
    return known.isEmpty()
        ? ("No environment is configured: write [environments.%s] with api_url into tinybase.toml or"
                + " ~/.config/tinybase/config.toml, and set %s; or set %s as well")
            .formatted(name, TOKEN, URL)
        : "There is no environment '%s'%s; there are: %s"
            .formatted(name, DidYouMean.hint(name, known), String.join(", ", known));
  }

  private static RemoteServer remote(
      String name, String url, String urlPlace, String token, String tokenPlace, int seconds) {
    var good = Urls.http(url);
    if (good == null) {
      throw refused(urlPlace + " must be a URL such as https://example.org");
    }
    if (!TOKEN_TEXT.matcher(token.strip()).matches()) {
      throw refused(tokenPlace + " must be an access token: letters and signs without spaces");
    }
    return new RemoteServer(
        name,
        good.replaceFirst("/api$", ""),
        token.strip(),
        Duration.ofSeconds(seconds),
        urlPlace,
        tokenPlace);
  }

  private int seconds(@Nullable SourceValue entry) {
    var variable = variable(TIMEOUT);
    var text = entry != null ? entry.text() : variable == null ? DEFAULT_SECONDS : variable;
    var seconds = SECONDS.reader().read(text);
    if (seconds == null) {
      throw refused((entry == null ? TIMEOUT : place(entry)) + " must be " + SECONDS.expected());
    }
    return seconds;
  }

  private static String place(SourceValue entry) {
    return entry.origin() + ": '" + entry.spelling() + "'";
  }

  private @Nullable String variable(String name) {
    var value = environment.getOrDefault(name, "");
    return value.isEmpty() ? null : value;
  }

  private static Problem refused(String what) {
    return Problem.badRequest("invalid_environment", what + ".");
  }
}
