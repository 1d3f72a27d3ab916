package dev.tinybase.config;

import dev.tinybase.config.Configuration.EffectiveValue;
import dev.tinybase.config.InvalidConfiguration.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Loads the settings of an instance: options of the command line over the environment over {@code
 * tinybase.toml} over the defaults.
 */
public final class ConfigLoader {
  /** The file's name in the directory of the instance. */
  public static final String FILE = "tinybase.toml";

  private final List<Fault> faults = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final Map<String, SourceValue> values = new HashMap<>();

  private ConfigLoader() {}

  /**
   * Throws {@link InvalidConfiguration} with everything that is wrong.
   *
   * @param directory the directory of the instance, against which paths are resolved
   * @param options values by documented key, such as {@code server.port}
   */
  public static Configuration load(
      Path directory, Map<String, String> environment, Map<String, String> options) {
    return load(directory, directory.resolve(FILE), environment, options);
  }

  /** The same with a configuration file that is not in that directory (yet). */
  public static Configuration load(
      Path directory, Path file, Map<String, String> environment, Map<String, String> options) {
    var loader = new ConfigLoader();
    var written = TomlSource.read(file, loader.faults);
    loader.layer(written);
    loader.checkReaders(file, written);
    loader.layer(EnvironmentSource.read(environment));
    loader.layer(options(options));
    var secrets = EnvironmentSource.secrets(environment, loader.faults);
    var settings = loader.settings(secrets, directory);
    return new Configuration(
        settings,
        Setting.ALL.stream().map(each -> EffectiveValue.of(each, loader.values)).toList(),
        List.copyOf(loader.notices),
        Files.exists(file) ? file : null);
  }

  /** The defaults with some values changed, by documented key. */
  static Settings of(Path directory, Map<String, String> values) {
    var loader = new ConfigLoader();
    loader.layer(options(values));
    return loader.settings(Map.of(), directory);
  }

  private static List<SourceValue> options(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> SourceValue.option(value.getKey(), value.getValue()))
        .toList();
  }

  private Settings settings(Map<String, String> secrets, Path directory) {
    throwFaults();
    var settings = Settings.read(new SettingsReader(values, directory), secrets);
    checkSecretLength(settings.jwt());
    checkOrigins(settings.cors());
    throwFaults();
    return settings;
  }

  private void throwFaults() {
    if (!faults.isEmpty()) {
      throw new InvalidConfiguration(faults);
    }
  }

  /** RFC 7518, section 3.2: the key must be at least as long as the hash. */
  private void checkSecretLength(Settings.Jwt jwt) {
    var secret = jwt.secretKey();
    int needed = Integer.parseInt(jwt.algorithm().substring(2)) / 8;
    if (secret != null && secret.getBytes(StandardCharsets.UTF_8).length < needed) {
      refuse(
          configured("jwt.secret_key"),
          ("'jwt.secret_key' must be %d bytes or longer for %s; make one with"
                  + " 'openssl rand -base64 64', or leave it out to have one made")
              .formatted(needed, jwt.algorithm()));
    }
  }

  private void checkOrigins(Settings.Cors cors) {
    if (cors.allowOrigins().size() > 1 && cors.allowOrigins().contains("*")) {
      refuse(
          configured("cors.allow_origins"),
          "'cors.allow_origins' has '*' beside other origins; keep '*' alone, or the others");
    }
  }

  /** Passwords in a file that others may read are theirs as well. */
  private void checkReaders(Path file, List<SourceValue> written) {
    var secrets =
        written.stream().filter(ConfigLoader::isSecret).map(SourceValue::spelling).toList();
    try {
      if (!secrets.isEmpty() && KeyFile.isOpen(file)) {
        notices.add(
            "%s holds secrets (%s) and is open to other users of this machine; close it with"
                    .formatted(FILE, String.join(", ", secrets))
                + " 'chmod 600 %s'.".formatted(FILE));
      }
    } catch (IOException | UnsupportedOperationException _) {
      // a file that cannot be looked at, or a system without such permissions
    }
  }

  private static boolean isSecret(SourceValue value) {
    var setting = Setting.BY_SPELLING.get(value.flat());
    return setting == null
        ? RemoteServers.isKey(value) && value.spelling().endsWith(".api_token")
        : !setting.type().shown(value.text()).equals(value.text());
  }

  /** Puts one source over those before it. */
  private void layer(List<SourceValue> source) {
    var layer = new HashMap<String, SourceValue>();
    for (var value : source) {
      var setting = Setting.BY_SPELLING.get(value.flat());
      if (setting == null) {
        unknown(value);
      } else if (isGood(setting, value)) {
        unique(setting, value, layer);
      }
    }
    values.putAll(layer);
  }

  private void unknown(SourceValue value) {
    if (RemoteServers.isKey(value)) {
      RemoteServers.unknownKey(value).ifPresent(message -> refuse(value, message));
      return;
    }
    IgnoredKeys.notice(value)
        .ifPresentOrElse(notices::add, () -> refuse(value, value.unknownKey()));
  }

  private boolean isGood(Setting<?> setting, SourceValue value) {
    var type = setting.type();
    if (!type.form().takes(value.form())) {
      refuse(value, "'" + value.spelling() + "' must be " + type.expected() + type.form().hint());
      return false;
    }
    try {
      var _ = setting.parse(value.text());
      return true;
    } catch (IllegalArgumentException e) {
      refuse(value, "'" + value.spelling() + "' " + e.getMessage());
      return false;
    }
  }

  private void unique(Setting<?> setting, SourceValue value, Map<String, SourceValue> layer) {
    var other = layer.putIfAbsent(setting.name(), value);
    if (other != null && !other.text().equals(value.text())) {
      var place = other.origin().toString();
      var where = place.equals(other.spelling()) ? "" : " (" + place + ")";
      refuse(
          value,
          "'%s' and '%s'%s set the same and differ; keep one of them"
              .formatted(value.spelling(), other.spelling(), where));
    }
  }

  private SourceValue configured(String setting) {
    return Objects.requireNonNull(values.get(setting), setting);
  }

  private void refuse(SourceValue value, String message) {
    faults.add(new Fault(value.origin(), message));
  }
}
