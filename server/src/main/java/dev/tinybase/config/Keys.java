package dev.tinybase.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of all settings. Loading, {@code config show}, the commented file of {@code init} and
 * the documentation follow it; {@link SettingsTree} turns its values into records.
 */
final class Keys {
  private static final Kind<String> NAME = Kind.text("a text that is not empty");

  static final Key<Boolean> DEBUG =
      Key.of("debug", Kind.flag(), "false", "Logs everything, and shows stack traces.")
          .alias("server_debug");

  static final Key<String> HOST =
      Key.of(
          "server.host",
          NAME,
          "0.0.0.0",
          "The address to listen on; 127.0.0.1 admits this machine only.");
  static final Key<Integer> PORT =
      Key.of("server.port", Kind.whole(0, 65_535), "8000", "The port; 0 takes a free one.");
  static final Key<String> PUBLIC_URL =
      Key.of(
          "server.public_url",
          Kind.text("a URL such as https://example.org", Urls::http),
          null,
          "How clients reach the server from outside; for links in mails.");
  static final Key<Long> MAX_BODY =
      Key.of("server.max_body_bytes", Kind.bytes(1024), "10485760", "The largest JSON body.");
  static final Key<Long> MAX_IMPORT =
      Key.of("server.max_import_bytes", Kind.bytes(1024), "4294967296", "The largest import.");
  static final Key<Integer> REQUEST_TIMEOUT =
      Key.of(
          "server.request_timeout_seconds",
          Kind.whole(1, 3600),
          "30",
          "How long a client may take to send a request.");
  static final Key<Integer> SHUTDOWN =
      Key.of(
          "server.shutdown_seconds",
          Kind.whole(0, 600),
          "10",
          "How long requests in flight may take when the server stops.");
  static final Key<Integer> MAX_STREAMS =
      Key.of(
          "server.max_streams",
          Kind.whole(1, 1_000_000),
          "20000",
          "Long-lived streams at the same time; further ones are refused with 503. Each takes an"
              + " open file.");
  static final Key<List<String>> TRUSTED_PROXIES =
      Key.of(
          "server.trusted_proxies",
          Kind.list(Kind.text("an IP address or network such as 10.0.0.0/8", Urls::network)),
          "",
          "Proxies whose X-Forwarded-For header is believed.");

  static final Key<String> LEVEL =
      Key.of(
              "log.level",
              Kind.choice("debug", "info", "warning", "error", "critical"),
              "info",
              "The least serious messages that are logged.")
          .alias("server_log_level");
  static final Key<Boolean> ACCESS =
      Key.of("log.access", Kind.flag(), "true", "One line for each request.");

  static final Key<String> DATABASE =
      Key.of(
              "database.url",
              Kind.text(
                  "sqlite:///file.db or postgresql://user:password@host:5432/database (special"
                      + " characters percent-encoded)",
                  Urls::database),
              "sqlite:///./tinybase.db",
              "Where the data is: sqlite:///./file.db or postgresql://user:password@host/database.")
          .alias("db_url")
          .secrecy(Key.Secrecy.PASSWORD_INSIDE);
  static final Key<String> DURABILITY =
      Key.of(
              "database.durability",
              Kind.choice("full", "normal"),
              "full",
              "full: what was acknowledged survives a power cut. normal: faster, and a power cut"
                  + " may cost the last moments.")
          .alias("db_durability");
  static final Key<Integer> READERS =
      Key.of(
              "database.readers",
              Kind.whole(0, 1000),
              "0",
              "Connections for reads; 0 chooses by the machine.")
          .alias("db_readers");
  static final Key<Integer> WRITE_QUEUE =
      Key.of(
              "database.write_queue",
              Kind.whole(1, 1_000_000),
              "10000",
              "Writes that may wait before further ones are refused with 503.")
          .alias("db_write_queue");

  static final Key<Boolean> REGISTRATION =
      Key.of(
              "auth.allow_public_registration",
              Kind.flag(),
              "true",
              "Whether anybody may make an account.")
          .alias("allow_public_registration");
  static final Key<Integer> BCRYPT_COST =
      Key.of(
          "auth.bcrypt_cost",
          Kind.whole(4, 16),
          "10",
          "The work of one password check: each step doubles it.");
  static final Key<Boolean> FIRST_LOGIN =
      Key.of(
          "auth.first_login_is_admin",
          Kind.flag(),
          "false",
          "Whether the first login on an empty instance makes the admin, instead of the set-up"
              + " link.");

  static final Key<String> JWT_SECRET =
      Key.of(
              "jwt.secret_key",
              NAME,
              null,
              "The key that signs tokens, 32 characters or more; without it one is made and kept"
                  + " in key_file.")
          .alias("auth_jwt_secret_key", "auth_jwt_secret")
          .secrecy(Key.Secrecy.SECRET);
  static final Key<String> JWT_ALGORITHM =
      Key.of(
              "jwt.algorithm",
              Kind.choice("HS256", "HS384", "HS512"),
              "HS256",
              "How tokens are signed.")
          .alias("auth_jwt_algorithm");
  static final Key<Path> KEY_FILE =
      Key.of("jwt.key_file", Kind.path(), "./.tinybase/jwt.key", "Where the made key is kept.");
  static final Key<Integer> ACCESS_MINUTES =
      Key.of(
              "jwt.access_token_expire_minutes",
              Kind.whole(1, 525_600),
              "1440",
              "How long an access token lives.")
          .alias("auth_jwt_access_token_expire_minutes");
  static final Key<Integer> REFRESH_DAYS =
      Key.of(
              "jwt.refresh_token_expire_days",
              Kind.whole(1, 3650),
              "30",
              "How long a refresh token lives.")
          .alias("auth_jwt_refresh_token_expire_days");

  static final Key<List<String>> ORIGINS =
      Key.of(
              "cors.allow_origins",
              Kind.list(Kind.text("* or an origin such as https://app.example.org", Urls::origin)),
              "*",
              "Origins that browsers may call from; * is any, without credentials.")
          .alias("server_cors_origins", "cors_origins");

  static final Key<Boolean> RATE_LIMIT =
      Key.of(
          "rate_limit.enabled",
          Kind.flag(),
          "true",
          "Limits on requests per address, and slowed-down logins after failed ones.");

  static final Key<String> METRICS_TOKEN =
      Key.of("metrics.token", NAME, null, "A token that may read /metrics beside admins.")
          .secrecy(Key.Secrecy.SECRET);

  static final Key<String> ADMIN_EMAIL =
      Key.of("admin.email", NAME, null, "The e-mail of the admin that 'tinybase init' makes.");
  static final Key<String> ADMIN_PASSWORD =
      Key.of(
              "admin.password",
              NAME,
              null,
              "The password of that admin; better given as TINYBASE_ADMIN_PASSWORD.")
          .secrecy(Key.Secrecy.SECRET);

  private static final List<Key<?>> OF_THE_SERVER =
      List.of(
          DEBUG,
          HOST,
          PORT,
          PUBLIC_URL,
          MAX_BODY,
          MAX_IMPORT,
          REQUEST_TIMEOUT,
          SHUTDOWN,
          MAX_STREAMS,
          TRUSTED_PROXIES,
          LEVEL,
          ACCESS,
          DATABASE,
          DURABILITY,
          READERS,
          WRITE_QUEUE,
          REGISTRATION,
          BCRYPT_COST,
          FIRST_LOGIN,
          JWT_SECRET,
          JWT_ALGORITHM,
          KEY_FILE,
          ACCESS_MINUTES,
          REFRESH_DAYS,
          ORIGINS,
          RATE_LIMIT,
          METRICS_TOKEN);

  /** In the order of the documentation. */
  static final List<Key<?>> ALL =
      Stream.of(OF_THE_SERVER, FunctionKeys.ALL, List.<Key<?>>of(ADMIN_EMAIL, ADMIN_PASSWORD))
          .flatMap(List::stream)
          .toList();

  /** Each key under each of its spellings. */
  static final Map<String, Key<?>> BY_SPELLING =
      ALL.stream()
          .flatMap(key -> key.spellings().map(spelling -> Map.<String, Key<?>>entry(spelling, key)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private Keys() {}
}
