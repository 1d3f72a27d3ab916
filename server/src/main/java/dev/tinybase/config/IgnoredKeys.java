package dev.tinybase.config;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keys of other versions of TinyBase that are accepted with a notice and change nothing. */
final class IgnoredKeys {
  private static final String LATER = "belongs to a part that this version does not have yet";

  private static final Map<String, String> REASONS =
      Stream.of(
              each("tokens are signed and expire by the [jwt] settings", "auth_token_ttl_hours"),
              each(
                  "functions run inside the server, there is no pool to warm",
                  "function_cold_start_pool_size",
                  "function_cold_start_ttl_seconds"),
              each(
                  "the log of each call is kept with its record; functions.log_level says how much",
                  "function_logging_enabled",
                  "function_logging_format"),
              each(
                  "limits are kept by the server itself",
                  "rate_limit_backend",
                  "rate_limit_cache_dir",
                  "rate_limit_redis_url"),
              each("the admin UI is part of the program", "admin_static_dir"),
              each(
                  LATER,
                  "scheduler_enabled",
                  "scheduler_interval_seconds",
                  "scheduler_token_cleanup_interval",
                  "scheduler_metrics_collection_interval",
                  "scheduler_function_timeout_seconds",
                  "scheduler_max_schedules_per_tick",
                  "scheduler_max_concurrent_executions",
                  "extensions_enabled",
                  "extensions_path",
                  "email_enabled",
                  "email_smtp_host",
                  "email_smtp_port",
                  "email_smtp_user",
                  "email_smtp_password",
                  "email_from_address",
                  "email_from_name"))
          .flatMap(group -> group)
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private IgnoredKeys() {}

  private static Stream<Map.Entry<String, String>> each(String reason, String... keys) {
    return Stream.of(keys).map(key -> Map.entry(key, reason));
  }

  /** A sentence about the value when its key is one of these. */
  static Optional<String> notice(SourceValue value) {
    return Optional.ofNullable(REASONS.get(value.flat()))
        .map(reason ->
            value.origin() + ": '" + value.spelling() + "' has no effect: " + reason + ".");
  }
}
