package dev.tinybase.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The values of the environment: every variable that begins with {@code TINYBASE_}, but for the
 * secrets of functions.
 */
final class EnvironmentSource {
  /** What the launcher reads. */
  private static final Set<String> LAUNCHER = Set.of("TINYBASE_JAVA_HOME", "TINYBASE_JAVA_OPTS");

  /** What Kubernetes sets in every container beside a service that is named {@code tinybase}. */
  private static final Pattern KUBERNETES =
      Pattern.compile("TINYBASE_(SERVICE_(HOST|PORT(_.+)?)|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  private static final Pattern KUBERNETES_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

  private EnvironmentSource() {}

  /** An empty variable counts as not set. */
  static List<Entry> read(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> variable.getKey().startsWith(Flat.PREFIX))
        .filter(variable -> !variable.getValue().isEmpty())
        .filter(variable -> !isForeign(variable.getKey(), variable.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .map(variable -> entry(variable.getKey(), variable.getValue()))
        .toList();
  }

  private static boolean isForeign(String name, String value) {
    return LAUNCHER.contains(name)
        || name.startsWith(SecretVariables.PREFIX)
        || KUBERNETES.matcher(name).matches()
        || (name.equals("TINYBASE_PORT") && KUBERNETES_PORT.matcher(value).matches());
  }

  private static Entry entry(String name, String value) {
    return new Entry(
        name, Flat.ofVariable(name), value, Kind.Form.TEXT, new Origin.Environment(name));
  }
}
