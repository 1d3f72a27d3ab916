package dev.tinybase.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns values into the tree of records. */
final class SettingsTree {
  private SettingsTree() {}

  /** Paths in the tree are resolved against the directory. */
  static Settings of(Values values, Map<String, String> secrets, Path directory) {
    return new Settings(
        server(values),
        log(values),
        database(values, directory),
        new Settings.Auth(
            values.get(Keys.REGISTRATION),
            values.get(Keys.BCRYPT_COST),
            values.get(Keys.FIRST_LOGIN)),
        jwt(values, directory),
        new Settings.Cors(values.get(Keys.ORIGINS)),
        new Settings.RateLimit(values.get(Keys.RATE_LIMIT)),
        new Settings.Metrics(values.find(Keys.METRICS_TOKEN)),
        functions(values, directory),
        new Settings.Secrets(
            values.find(FunctionKeys.SECRETS_KEY),
            path(values.get(FunctionKeys.SECRETS_KEY_FILE), directory),
            secrets),
        new Settings.Admin(values.find(Keys.ADMIN_EMAIL), values.find(Keys.ADMIN_PASSWORD)));
  }

  private static Settings.Server server(Values values) {
    @Nullable String publicUrl = values.find(Keys.PUBLIC_URL);
    return new Settings.Server(
        values.get(Keys.HOST),
        values.get(Keys.PORT),
        publicUrl,
        values.get(Keys.MAX_BODY),
        values.get(Keys.MAX_IMPORT),
        values.get(Keys.REQUEST_TIMEOUT),
        values.get(Keys.SHUTDOWN),
        values.get(Keys.MAX_STREAMS),
        values.get(Keys.TRUSTED_PROXIES));
  }

  private static Settings.Log log(Values values) {
    var level = values.get(Keys.DEBUG) ? "debug" : values.get(Keys.LEVEL);
    return new Settings.Log(level, values.get(Keys.ACCESS));
  }

  private static Settings.Database database(Values values, Path directory) {
    return new Settings.Database(
        Urls.resolve(values.get(Keys.DATABASE), directory),
        values.get(Keys.DURABILITY),
        values.get(Keys.READERS),
        values.get(Keys.WRITE_QUEUE));
  }

  private static Settings.Jwt jwt(Values values, Path directory) {
    return new Settings.Jwt(
        values.find(Keys.JWT_SECRET),
        values.get(Keys.JWT_ALGORITHM),
        path(values.get(Keys.KEY_FILE), directory),
        values.get(Keys.ACCESS_MINUTES),
        values.get(Keys.REFRESH_DAYS));
  }

  private static Settings.Functions functions(Values values, Path directory) {
    return new Settings.Functions(
        path(values.get(FunctionKeys.FUNCTIONS_PATH), directory),
        path(values.get(FunctionKeys.FUNCTIONS_CACHE), directory),
        values.get(FunctionKeys.FUNCTIONS_OFFLINE),
        Settings.Functions.Isolation.valueOf(
            values.get(FunctionKeys.ISOLATION).toUpperCase(Locale.ROOT)),
        values.get(FunctionKeys.WORKERS),
        values.get(FunctionKeys.WORKER_MEMORY),
        values.get(FunctionKeys.FUNCTION_TIMEOUT),
        values.get(FunctionKeys.MAX_PAYLOAD),
        values.get(FunctionKeys.MAX_RESULT),
        values.get(FunctionKeys.MAX_CONCURRENT),
        values.get(FunctionKeys.MAX_CONCURRENT_PER_USER),
        values.get(FunctionKeys.RECORD_PAYLOADS),
        values.get(FunctionKeys.FUNCTION_LOG_LEVEL),
        values.get(FunctionKeys.KEEP_CALLS_DAYS),
        values.get(FunctionKeys.KEEP_CALLS));
  }

  private static Path path(Path path, Path directory) {
    return directory.resolve(path).normalize();
  }
}
