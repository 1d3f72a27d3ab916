package dev.tinybase.config;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers that commands can talk to: that of {@code TINYBASE_API_URL}, else those of {@code
 * [environments.<name>]} in the instance's {@code tinybase.toml} and in {@code
 * ~/.config/tinybase/config.toml}.
 */
public final class Remotes {
  private static final String URL = "TINYBASE_API_URL";
  private static final String TOKEN = "TINYBASE_API_TOKEN";
  private static final String TIMEOUT = "TINYBASE_TIMEOUT";
  private static final Kind<Integer> SECONDS = Kind.whole(1, 3600);
  private static final String DEFAULT_SECONDS = "30";
  private static final Pattern TOKEN_TEXT = Pattern.compile("[!-~]+");

  private final Path directory;
  private final Map<String, String> environment;

  /** Those of an instance's directory and a process's environment. */
  public Remotes(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** The server of the environment's variables, if they name one. */
  public Optional<Remote> ofVariables() {
    var url = variable(URL);
    if (url == null) {
      return Optional.empty();
    }
    var token = variable(TOKEN);
    if (token == null) {
      throw refused(URL + " is set and " + TOKEN + " is not; set it to an admin's access token");
    }
    return Optional.of(remote(URL, url, URL, token, TOKEN, seconds(null)));
  }

  /** The server of a name; the environment's variables go before the files. */
  public Remote find(String name) {
    return ofVariables().orElseGet(() -> ofFiles(name));
  }

  private Remote ofFiles(String name) {
    var environments = new LinkedHashMap<String, Map<String, Entry>>();
    for (var file : files()) {
      read(file).forEach(environments::putIfAbsent);
    }
    var found = environments.get(name);
    if (found == null) {
      throw Problem.notFound("environment_not_found", missing(name, environments.keySet()));
    }
    var url = required(found, name, "api_url");
    var token = required(found, name, "api_token");
    var seconds = found.get("timeout");
    return remote(name, url.text(), place(url), token.text(), place(token), seconds(seconds));
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

  private static Map<String, Map<String, Entry>> read(Path file) {
    var complaints = new ArrayList<Complaint>();
    var environments = new LinkedHashMap<String, Map<String, Entry>>();
    for (var entry : TomlSource.read(file, complaints)) {
      var key = EnvironmentKey.of(entry);
      if (key != null) {
        environments
            .computeIfAbsent(key.environment(), _ -> new LinkedHashMap<>())
            .put(key.name(), entry);
      }
    }
    if (!complaints.isEmpty()) {
      throw new InvalidConfiguration(complaints);
    }
    return environments;
  }

  private static String missing(String name, java.util.Set<String> known) {
    return known.isEmpty()
        ? ("No environment is configured: set %s and %s, or write [environments.%s] with api_url and"
                + " api_token into tinybase.toml or ~/.config/tinybase/config.toml")
            .formatted(URL, TOKEN, name)
        : "There is no environment '%s'%s; there are: %s"
            .formatted(name, DidYouMean.hint(name, known), String.join(", ", known));
  }

  private static Entry required(Map<String, Entry> found, String name, String key) {
    var entry = found.get(key);
    if (entry == null || entry.text().isBlank()) {
      throw refused("[environments." + name + "] has no " + key);
    }
    return entry;
  }

  private static Remote remote(
      String name, String url, String urlPlace, String token, String tokenPlace, int seconds) {
    var good = Urls.http(url);
    if (good == null) {
      throw refused(urlPlace + " must be a URL such as https://example.org");
    }
    if (!TOKEN_TEXT.matcher(token.strip()).matches()) {
      throw refused(tokenPlace + " must be an access token: letters and signs without spaces");
    }
    return new Remote(
        name, good.replaceFirst("/api$", ""), token.strip(), Duration.ofSeconds(seconds));
  }

  private int seconds(@Nullable Entry entry) {
    var variable = variable(TIMEOUT);
    var text = entry != null ? entry.text() : variable == null ? DEFAULT_SECONDS : variable;
    var seconds = SECONDS.reader().read(text);
    if (seconds == null) {
      throw refused((entry == null ? TIMEOUT : place(entry)) + " must be " + SECONDS.expected());
    }
    return seconds;
  }

  private static String place(Entry entry) {
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
