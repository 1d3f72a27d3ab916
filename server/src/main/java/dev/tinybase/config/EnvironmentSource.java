package dev.tinybase.config;

import dev.tinybase.config.InvalidConfiguration.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The values of the environment: every variable that begins with {@code TINYBASE_}. Those that
 * begin with {@code TINYBASE_SECRET_} are secrets of functions.
 */
final class EnvironmentSource {
  static final String PREFIX = "TINYBASE_";
  private static final String SECRET_PREFIX = "TINYBASE_SECRET_";
  private static final Pattern SECRET_NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,99}");

  /** What the launcher reads. */
  private static final Set<String> LAUNCHER =
      Set.of("TINYBASE_JAVA_HOME", "TINYBASE_JAVA_OPTS", "TINYBASE_AOT");

  /** What Kubernetes sets in every container beside a service that is named {@code tinybase}. */
  private static final Pattern KUBERNETES =
      Pattern.compile("TINYBASE_(SERVICE_(HOST|PORT(_.+)?)|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  private static final Pattern KUBERNETES_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

  private EnvironmentSource() {}

  /** An empty variable counts as not set. */
  static List<SourceValue> read(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> variable.getKey().startsWith(PREFIX))
        .filter(variable -> !variable.getValue().isEmpty())
        .filter(variable -> !isForeign(variable.getKey(), variable.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .map(variable -> value(variable.getKey(), variable.getValue()))
        .toList();
  }

  private static boolean isForeign(String name, String value) {
    return LAUNCHER.contains(name)
        || name.startsWith(SECRET_PREFIX)
        || KUBERNETES.matcher(name).matches()
        || (name.equals("TINYBASE_PORT") && KUBERNETES_PORT.matcher(value).matches());
  }

  private static SourceValue value(String name, String value) {
    var flat = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    return new SourceValue(
        name, flat, value, SettingType.Form.TEXT, new Origin(Origin.Kind.ENVIRONMENT, name));
  }

  /** The secrets of functions by name; an empty variable counts as not set. */
  static Map<String, String> secrets(Map<String, String> environment, List<Fault> faults) {
    var secrets = new TreeMap<String, String>();
    environment.forEach((variable, value) -> {
      if (variable.startsWith(SECRET_PREFIX) && !value.isEmpty()) {
        var name = variable.substring(SECRET_PREFIX.length());
        if (SECRET_NAME.matcher(name).matches()) {
          secrets.put(name, value);
        } else {
          faults.add(
              new Fault(
                  new Origin(Origin.Kind.ENVIRONMENT, variable),
                  "a secret's name has capital letters, digits and underscores, at most 100, and"
                      + " begins with a letter"));
        }
      }
    });
    return Map.copyOf(secrets);
  }
}
