package dev.tinybase.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** Keys of other versions of TinyBase that are accepted with a notice and change nothing. */
enum IgnoredKeys {
  SIGNED("tokens are signed and expire by the [jwt] settings", "auth_token_ttl_hours"),
  POOL(
      "functions run inside the server, there is no pool to warm",
      "function_cold_start_(pool_size|ttl_seconds)"),
  CALL_LOG(
      "the log of each call is kept with its record; functions.log_level says how much",
      "function_logging_(enabled|format)"),
  LIMITS("limits are kept by the server itself", "rate_limit_(backend|cache_dir|redis_url)"),
  ADMIN("the admin UI is part of the program", "admin_static_dir"),
  LATER(
      "belongs to a part that this version does not have yet",
      "extensions_(enabled|path)"
          + "|email_(enabled|smtp_(host|port|user|password)|from_(address|name))");

  private final String reason;
  private final Pattern keys;

  IgnoredKeys(String reason, String keys) {
    this.reason = reason;
    this.keys = Pattern.compile(keys);
  }

  /** A sentence about the value when its key is one of these. */
  static Optional<String> notice(SourceValue value) {
    for (var ignored : values()) {
      if (ignored.keys.matcher(value.flat()).matches()) {
        return Optional.of(
            value.origin() + ": '" + value.spelling() + "' has no effect: " + ignored.reason + ".");
      }
    }
    return Optional.empty();
  }
}
