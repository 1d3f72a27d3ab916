package dev.tinybase.config;

import dev.tinybase.errors.DidYouMean;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key of {@code [environments.<environment>]}: servers that commands talk to, which the instance
 * itself does not need.
 */
record EnvironmentKey(String environment, String name) {
  private static final String TABLE = "environments.";
  private static final List<String> NAMES = List.of("api_url", "api_token", "timeout");
  private static final Set<String> VARIABLES =
      Set.of("TINYBASE_API_URL", "TINYBASE_API_TOKEN", "TINYBASE_TIMEOUT");

  /** Null for an entry of another table. */
  static @Nullable EnvironmentKey of(Entry entry) {
    var spelling = entry.spelling();
    int end = spelling.lastIndexOf('.');
    return spelling.startsWith(TABLE) && end > TABLE.length()
        ? new EnvironmentKey(spelling.substring(TABLE.length(), end), spelling.substring(end + 1))
        : null;
  }

  /** Whether an entry is for commands that talk to other servers. */
  static boolean isOne(Entry entry) {
    return entry.origin() instanceof Origin.Environment
        ? VARIABLES.contains(entry.spelling())
        : entry.origin() instanceof Origin.File && of(entry) != null;
  }

  /** What is wrong with the key of such an entry; null for nothing. */
  static @Nullable String complaint(Entry entry) {
    var key = of(entry);
    return key == null || NAMES.contains(key.name())
        ? null
        : "unknown key '" + entry.spelling() + "'" + DidYouMean.hint(key.name(), NAMES);
  }
}
