package dev.tinybase.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The secrets of functions that the environment gives: {@code TINYBASE_SECRET_<NAME>}. */
final class SecretVariables {
  static final String PREFIX = "TINYBASE_SECRET_";

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,99}");

  private SecretVariables() {}

  /** The values by name; an empty variable counts as not set. */
  static Map<String, String> read(Map<String, String> environment, List<Complaint> complaints) {
    var secrets = new TreeMap<String, String>();
    environment.forEach((variable, value) -> {
      if (variable.startsWith(PREFIX) && !value.isEmpty()) {
        var name = variable.substring(PREFIX.length());
        if (NAME.matcher(name).matches()) {
          secrets.put(name, value);
        } else {
          complaints.add(
              new Complaint(
                  new Origin.Environment(variable),
                  "a secret's name has capital letters, digits and underscores, at most 100, and"
                      + " begins with a letter"));
        }
      }
    });
    return Map.copyOf(secrets);
  }
}
