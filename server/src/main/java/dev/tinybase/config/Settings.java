package dev.tinybase.config;

import static dev.tinybase.config.SettingType.Secrecy.PASSWORD_INSIDE;
import static dev.tinybase.config.SettingType.Secrecy.SECRET;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting that is fixed at the start, in one tree; sections are named as in {@code
 * tinybase.toml}. Each setting is declared once, where its record is made: name, type, default,
 * older spellings and description. Loading, {@code config show}, the commented file of {@code init}
 * and the reference follow from that.
 */
public record Settings(
    Server server,
    Instance instance,
    Log log,
    Database database,
    Auth auth,
    Jwt jwt,
    Cors cors,
    RateLimit rateLimit,
    Metrics metrics,
    Functions functions,
    Extensions extensions,
    Scheduler scheduler,
    Jobs jobs,
    Hooks hooks,
    Secrets secrets,
    Backup backup,
    Admin admin) {

  private static final SettingType<String> ANY_TEXT = SettingType.text("a text that is not empty");
  private static final int MAX_LABEL = 60;
  private static final SettingType<Long> BYTES = SettingType.bytes(1024);

  static Settings read(SettingsReader in, Map<String, String> secretVariables) {
    boolean debug =
        in.setting("debug", SettingType.flag(), false)
            .alias("server_debug")
            .described("Logs everything, and shows stack traces.");
    return new Settings(
        Server.read(in.section("server")),
        Instance.read(in.section("instance")),
        Log.read(in.section("log"), debug),
        Database.read(in.section("database")),
        Auth.read(in.section("auth")),
        Jwt.read(in.section("jwt")),
        Cors.read(in.section("cors")),
        RateLimit.read(in.section("rate_limit")),
        Metrics.read(in.section("metrics")),
        Functions.read(in.section("functions")),
        Extensions.read(in.section("extensions")),
        Scheduler.read(in.section("scheduler")),
        Jobs.read(in.section("jobs")),
        Hooks.read(in.section("hooks")),
        Secrets.read(in.section("secrets"), secretVariables),
        Backup.read(in.section("backup")),
        Admin.read(in.section("admin")));
  }

  /**
   * The HTTP server.
   *
   * @param publicUrl null when unknown
   * @param securityContact the URL of who is told of vulnerabilities; null for nobody
   * @param basePath below which every path is, such as {@code /app}; empty for none
   * @param timezone the zone of schedules that name none
   */
  public record Server(
      String host,
      int port,
      @Nullable String publicUrl,
      @Nullable String securityContact,
      String basePath,
      long maxBodyBytes,
      long maxImportBytes,
      int requestTimeoutSeconds,
      int shutdownSeconds,
      int maxStreams,
      List<String> trustedProxies,
      boolean publicSchema,
      ZoneId timezone) {

    private static Server read(SettingsReader in) {
      return new Server(
          in.setting("host", ANY_TEXT, "0.0.0.0")
              .described("The address to listen on; 127.0.0.1 admits this machine only."),
          in.setting("port", SettingType.whole(0, 65_535), 8000)
              .described("The port; 0 takes a free one."),
          in.setting(
                  "public_url", SettingType.text("a URL such as https://example.org", Urls::http))
              .optional("How clients reach the server from outside; for links in mails."),
          in.setting(
                  "security_contact",
                  SettingType.text(
                      "an e-mail address, or a URL (https:, mailto:, tel:)", Urls::contact))
              .optional(
                  "Who is told of vulnerabilities; /.well-known/security.txt says so (RFC 9116)."),
          in.setting("base_path", SettingType.text("a path such as /app, or /", Urls::path), "/")
              .described(
                  "The path below which the server answers, where a proxy shares a host between"
                      + " several; all others are 404."),
          in.setting("max_body_bytes", BYTES, 10_485_760).described("The largest JSON body."),
          in.setting("max_import_bytes", BYTES, 4_294_967_296L).described("The largest import."),
          in.setting("request_timeout_seconds", SettingType.whole(1, 3600), 30)
              .described("How long a client may take to send a request."),
          in.setting("shutdown_seconds", SettingType.whole(0, 600), 10)
              .described("How long requests in flight may take when the server stops."),
          in.setting("max_streams", SettingType.whole(1, 1_000_000), 20_000)
              .described(
                  "Long-lived streams at the same time; further ones are refused with 503. Each"
                      + " takes an open file."),
          in.setting(
                  "trusted_proxies",
                  SettingType.list("an IP address or network such as 10.0.0.0/8", Urls::network),
                  "")
              .described("Proxies whose X-Forwarded-For header is believed."),
          in.setting("public_schema", SettingType.flag(), false)
              .described(
                  "Whether everybody sees the schemas of all collections; if not, those who may"
                      + " list a collection see its schema."),
          in.setting("timezone", SettingType.zone(), "UTC")
              .described("The time zone of schedules that name none."));
    }

    /**
     * What clients begin the URLs of this server with, {@code basePath} included.
     *
     * @param own the address where the server can be reached, used where {@code publicUrl} is
     *     unknown
     */
    public String rootUrl(String own) {
      var root = publicUrl == null ? own : publicUrl;
      return publicUrl != null && publicUrl.endsWith(basePath) ? root : root + basePath;
    }
  }

  /**
   * How people tell this instance from others.
   *
   * @param accent the name of the admin UI's colour
   * @param environment what it is for, such as production; null says nothing
   */
  public record Instance(String name, String accent, @Nullable String environment) {
    private static Instance read(SettingsReader in) {
      var accents =
          SettingType.choice("teal", "green", "blue", "violet", "pink", "red", "orange", "slate");
      return new Instance(
          in.setting(
                  "name",
                  SettingType.text("a name of 1 to 60 characters", Instance::label),
                  "TinyBase")
              .described("What the instance is called in the admin UI."),
          in.setting("accent", accents, "teal")
              .described("The colour of the admin UI, so that production looks like no other."),
          in.setting("environment", SettingType.text("1 to 60 characters", Instance::label))
              .optional("What the instance is for, such as production, shown beside its name."));
    }

    private static @Nullable String label(String text) {
      var label = text.strip();
      return label.isEmpty() || label.length() > MAX_LABEL ? null : label;
    }
  }

  /** What is logged; {@code level} is debug, info, warning, error or critical. */
  public record Log(String level, boolean access, Format format) {
    /** How the server's log is written. */
    public enum Format {
      /** A line for people. */
      TEXT,
      /** One JSON object in each line. */
      JSON
    }

    private static Log read(SettingsReader in, boolean debug) {
      var levels = SettingType.choice("debug", "info", "warning", "error", "critical");
      var level =
          in.setting("level", levels, "info")
              .alias("server_log_level", "logging_level")
              .described("The least serious messages that are logged.");
      return new Log(
          debug ? "debug" : level,
          in.setting("access", SettingType.flag(), true)
              .alias("logging_access")
              .described("One line for each request."),
          format(in));
    }

    private static Format format(SettingsReader in) {
      var word =
          in.setting("format", SettingType.choice("text", "json"), "text")
              .alias("logging_format")
              .described("text: lines for people. json: one object in each line, for programs.");
      return Format.valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Where the data is: {@code sqlite:///file} or {@code postgresql://user:password@host/db}. */
  public record Database(
      String url,
      String durability,
      int readers,
      int writeQueue,
      int lockTimeoutSeconds,
      int statementTimeoutSeconds) {
    private static final SettingType<String> URL =
        SettingType.text(
                "sqlite:///file.db or postgresql://user:password@host:5432/database (special"
                    + " characters percent-encoded)",
                Urls::database)
            .hidden(PASSWORD_INSIDE);

    private static Database read(SettingsReader in) {
      var url =
          in.setting("url", URL, "sqlite:///./tinybase.db")
              .alias("db_url")
              .described(
                  "Where the data is: sqlite:///./file.db or"
                      + " postgresql://user:password@host/database.");
      return new Database(
          Urls.resolve(url, in.directory()),
          in.setting("durability", SettingType.choice("full", "normal"), "full")
              .alias("db_durability")
              .described(
                  "full: what was acknowledged survives a power cut. normal: faster, and a power"
                      + " cut may cost the last moments."),
          in.setting("readers", SettingType.whole(0, 1000), 0)
              .alias("db_readers")
              .described(
                  "Connections for reads; 0 takes two for each processor, four at least, on PostgreSQL"
                      + " four and ten."),
          in.setting("write_queue", SettingType.whole(1, 1_000_000), 10_000)
              .alias("db_write_queue")
              .described("Writes that may wait before further ones are refused with 503."),
          in.setting("lock_timeout_seconds", SettingType.whole(0, 3600), 5)
              .alias("db_lock_timeout_seconds")
              .described(
                  "On PostgreSQL: how long a statement waits for what others have locked, before it"
                      + " is refused with 503; 0 is for ever."),
          in.setting("statement_timeout_seconds", SettingType.whole(0, 86_400), 30)
              .alias("db_statement_timeout_seconds")
              .described(
                  "On PostgreSQL: how long one statement may take, before it is refused with 503; 0"
                      + " is for ever. Changes of schemas have no limit."));
    }
  }

  /** Accounts; {@code bcryptCost} is the binary logarithm of the rounds. */
  public record Auth(
      boolean allowPublicRegistration,
      int bcryptCost,
      boolean firstLoginIsAdmin,
      int refreshGraceSeconds,
      int registrationsPerMinute,
      int loginsPerMinute) {

    private static Auth read(SettingsReader in) {
      return new Auth(
          in.setting("allow_public_registration", SettingType.flag(), true)
              .alias("allow_public_registration")
              .described("Whether anybody may make an account."),
          in.setting("bcrypt_cost", SettingType.whole(4, 16), 10)
              .described("The work of one password check: each step doubles it."),
          in.setting("first_login_is_admin", SettingType.flag(), false)
              .described(
                  "Whether the first login on an empty instance makes the admin, instead of the"
                      + " set-up link."),
          in.setting("refresh_grace_seconds", SettingType.whole(0, 300), 10)
              .described(
                  "How long the same client may show a used refresh token again and gets the same"
                      + " successor; 0 ends the session at once."),
          in.setting("registrations_per_minute", SettingType.whole(0, 100_000), 5)
              .described(
                  "How many accounts one address may make in a minute; refused attempts count a"
                      + " fifth. 0 for any number."),
          in.setting("logins_per_minute", SettingType.whole(0, 100_000), 10)
              .described("How often one address may log in in a minute; 0 for any number."));
    }
  }

  /** Tokens; without {@code secretKey} one is made once and kept in {@code keyFile}. */
  public record Jwt(
      @Nullable String secretKey,
      String algorithm,
      Path keyFile,
      int accessTokenExpireMinutes,
      int refreshTokenExpireDays) {

    private static Jwt read(SettingsReader in) {
      return new Jwt(
          in.setting("secret_key", ANY_TEXT.hidden(SECRET))
              .alias("auth_jwt_secret_key", "auth_jwt_secret")
              .optional(
                  "The key that signs tokens, 32 characters or more; without it one is made and"
                      + " kept in the database, sealed."),
          in.setting("algorithm", SettingType.choice("HS256", "HS384", "HS512"), "HS256")
              .alias("auth_jwt_algorithm")
              .described("How tokens are signed."),
          in.path("key_file", "./.tinybase/jwt.key")
              .described(
                  "A JWK set to take keys from at the start; they are moved into the database."),
          in.setting("access_token_expire_minutes", SettingType.whole(1, 525_600), 1440)
              .alias("auth_jwt_access_token_expire_minutes")
              .described("How long an access token lives."),
          in.setting("refresh_token_expire_days", SettingType.whole(1, 3650), 30)
              .alias("auth_jwt_refresh_token_expire_days")
              .described("How long a refresh token lives."));
    }
  }

  /** Origins that browsers may call from; {@code *} is any, without credentials. */
  public record Cors(List<String> allowOrigins) {
    private static Cors read(SettingsReader in) {
      var origins =
          SettingType.list("* or an origin such as https://app.example.org", Urls::origin);
      return new Cors(
          in.setting("allow_origins", origins, "*")
              .alias("server_cors_origins", "cors_origins")
              .described("Origins that browsers may call from; * is any, without credentials."));
    }
  }

  /** Limits on requests per address and slowed-down logins. */
  public record RateLimit(boolean enabled) {
    private static RateLimit read(SettingsReader in) {
      return new RateLimit(
          in.setting("enabled", SettingType.flag(), true)
              .described(
                  "Limits on requests per address, and slowed-down logins after failed ones."));
    }
  }

  /** A token that may read {@code /metrics} beside admins; null for none. */
  public record Metrics(@Nullable String token) {
    private static Metrics read(SettingsReader in) {
      return new Metrics(
          in.setting("token", ANY_TEXT.hidden(SECRET))
              .optional("A token that may read /metrics beside admins."));
    }
  }

  /** Functions; {@code cache} may be deleted at any time. */
  public record Functions(
      Path path,
      Path cache,
      boolean offline,
      boolean insecureRepositories,
      Isolation isolation,
      int workers,
      int workerMemoryMb,
      int timeoutSeconds,
      long maxPayloadBytes,
      long maxResultBytes,
      int maxConcurrent,
      int maxConcurrentPerUser,
      boolean recordPayloads,
      boolean httpStatus,
      String logLevel,
      int keepCallsDays,
      int keepCalls) {

    /** Where calls run. */
    public enum Isolation {
      THREAD,
      PROCESS
    }

    private static Functions read(SettingsReader in) {
      return new Functions(
          in.path("path", "./functions")
              .alias("functions_dir")
              .described("The folder of the functions' files."),
          in.path("cache", "./.tinybase/cache")
              .described(
                  "Where compiled functions and their libraries are kept; may be deleted at any"
                      + " time."),
          in.setting("offline", SettingType.flag(), false)
              .described("Takes the libraries of //DEPS only from what is on this machine."),
          in.setting("insecure_repositories", SettingType.flag(), false)
              .described("Whether //REPOS may name http:// addresses of other machines."),
          isolation(in),
          in.setting("workers", SettingType.whole(0, 256), 0)
              .described("Processes that run calls when isolated; 0 chooses by the machine."),
          in.setting("worker_memory_mb", SettingType.whole(32, 65_536), 256)
              .described("Heap of each worker in MiB."),
          in.setting("timeout_seconds", SettingType.whole(1, 86_400), 30)
              .described("How long a call may take where the function does not say."),
          in.setting("max_payload_bytes", BYTES, 10_485_760)
              .alias("max_function_payload_bytes")
              .described("The largest input of a call."),
          in.setting("max_result_bytes", BYTES, 10_485_760)
              .alias("max_function_result_bytes")
              .described("The largest result of a call."),
          in.setting("max_concurrent", SettingType.whole(1, 10_000), 64)
              .described(
                  "Calls that run at once on this server; further ones wait shortly, then get"
                      + " 503."),
          in.setting("max_concurrent_per_user", SettingType.whole(1, 10_000), 10)
              .alias("max_concurrent_functions_per_user")
              .described("Calls of one user that run at once; further ones get 429."),
          in.setting("record_payloads", SettingType.flag(), false)
              .described("Keeps the input and the output with the record of each call."),
          in.setting("http_status", SettingType.flag(), false)
              .described(
                  "Answers calls that failed with 4xx and 5xx instead of 200; a client gets the same"
                      + " with Prefer: status=http."),
          in.setting("log_level", SettingType.choice("debug", "info", "warning", "error"), "info")
              .alias("function_logging_level")
              .described("The least serious log lines that calls keep."),
          in.setting("keep_calls_days", SettingType.whole(1, 36_500), 30)
              .described("Records of calls are deleted after so many days."),
          in.setting("keep_calls", SettingType.whole(1, 1_000_000_000), 1_000_000)
              .described("The oldest records of calls are deleted beyond so many."));
    }

    private static Isolation isolation(SettingsReader in) {
      var word =
          in.setting("isolation", SettingType.choice("thread", "process"), "thread")
              .described(
                  "thread: calls run inside the server. process: in workers that can be ended.");
      return Isolation.valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Extensions.
   *
   * @param enabled false: none runs on this server, whatever is installed
   * @param path a folder for what is fetched while an extension is installed
   * @param allowLocalFolders whether they may come from folders of this machine
   * @param insecureRepositories whether they may come from other machines in clear text
   */
  public record Extensions(
      boolean enabled, Path path, boolean allowLocalFolders, boolean insecureRepositories) {
    private static Extensions read(SettingsReader in) {
      return new Extensions(
          in.setting("enabled", SettingType.flag(), true)
              .described("false: no extension runs on this server, whatever is installed."),
          in.path("path", "./.tinybase/extensions")
              .described(
                  "Where repositories are kept while an extension is fetched from them; may be"
                      + " deleted at any time."),
          in.setting("allow_local_folders", SettingType.flag(), true)
              .described(
                  "Whether admins may install extensions from folders and repositories of this"
                      + " machine."),
          in.setting("insecure_repositories", SettingType.flag(), false)
              .described(
                  "Whether extensions may come from http:// and git:// addresses of other machines,"
                      + " which anybody on the way can change."));
    }
  }

  /**
   * Schedules, the jobs that run at once, and the system's own schedules.
   *
   * @param enabled false: this server makes no jobs of schedules; it runs those that there are
   * @param intervalSeconds the longest time until the clock and leases are looked at again
   * @param tokenCleanupInterval in intervals
   * @param metricsCollectionInterval in intervals
   * @param functionTimeoutSeconds of jobs whose function and schedule say nothing
   * @param maxSchedulesPerTick schedules of which one transaction makes jobs
   * @param maxConcurrentExecutions jobs that run at once on this server
   */
  public record Scheduler(
      boolean enabled,
      int intervalSeconds,
      int tokenCleanupInterval,
      int metricsCollectionInterval,
      int functionTimeoutSeconds,
      int maxSchedulesPerTick,
      int maxConcurrentExecutions) {
    private static Scheduler read(SettingsReader in) {
      return new Scheduler(
          in.setting("enabled", SettingType.flag(), true)
              .described(
                  "false: no schedule fires on this server, the system's own for housekeeping"
                      + " included; jobs run all the same."),
          in.setting("interval_seconds", SettingType.whole(1, 3600), 5)
              .described(
                  "The longest time until the clock and the leases of other servers are looked at"
                      + " again; schedules fire when they are due, whatever it is."),
          in.setting("token_cleanup_interval", SettingType.whole(1, 1_000_000), 60)
              .alias("token_cleanup_interval")
              .described("Intervals from one removal of expired sessions to the next."),
          in.setting("metrics_collection_interval", SettingType.whole(1, 1_000_000), 360)
              .alias("metrics_collection_interval")
              .described("Intervals from one snapshot of /api/admin/metrics to the next."),
          in.setting("function_timeout_seconds", SettingType.whole(1, 86_400), 1800)
              .described("How long a job may take where its function and schedule do not say."),
          in.setting("max_schedules_per_tick", SettingType.whole(1, 10_000), 500)
              .described("Due schedules that are handled in one transaction."),
          in.setting("max_concurrent_executions", SettingType.whole(1, 10_000), 16)
              .described("Jobs that run at once on this server; further ones wait."));
    }
  }

  /** How long jobs that have ended are kept. */
  public record Jobs(int keepSucceededDays, int keepFailedDays, int keep) {
    private static Jobs read(SettingsReader in) {
      return new Jobs(
          in.setting("keep_succeeded_days", SettingType.whole(0, 36_500), 7)
              .described(
                  "Jobs that succeeded, were cancelled or skipped are deleted after so many days."),
          in.setting("keep_failed_days", SettingType.whole(0, 36_500), 30)
              .described("Jobs that failed for good are deleted after so many days."),
          in.setting("keep", SettingType.whole(0, 1_000_000_000), 100_000)
              .described("The oldest jobs that have ended are deleted beyond so many."));
    }
  }

  /**
   * How long handlers may take, and how many run.
   *
   * @param beforeTimeoutMs of one that somebody's request waits for
   * @param timeoutSeconds of one that runs after the commit
   * @param concurrency runs at once of each handler that runs after the commit, on this server
   */
  public record Hooks(int beforeTimeoutMs, int timeoutSeconds, int concurrency) {
    private static Hooks read(SettingsReader in) {
      return new Hooks(
          in.setting("before_timeout_ms", SettingType.whole(1, 60_000), 2000)
              .described(
                  "How long a handler may take that runs before a change, a login or a call; the"
                      + " request fails then."),
          in.setting("timeout_seconds", SettingType.whole(1, 3600), 30)
              .described("How long a handler may take that runs after the commit."),
          in.setting("concurrency", SettingType.whole(1, 1000), 4)
              .described(
                  "Runs at once of each handler that runs after the commit, of different records."));
    }
  }

  /**
   * Secrets of functions.
   *
   * @param key encrypts them, 32 bytes in Base64; null: made once and kept in {@code keyFile}
   * @param environment the values that the environment gives, by name
   */
  public record Secrets(@Nullable String key, Path keyFile, Map<String, String> environment) {
    private static Secrets read(SettingsReader in, Map<String, String> variables) {
      return new Secrets(
          in.setting("key", SettingType.text("32 bytes in Base64").hidden(SECRET))
              .optional(
                  "Encrypts the secrets of functions and the signing keys, 32 bytes in Base64; made at the first start"
                      + " where it is missing."),
          in.path("key_file", "./.tinybase/secrets.key").described("Where that key is kept."),
          variables);
    }

    /** Without what must not be seen. */
    @Override
    public String toString() {
      return "Secrets[keyFile=" + keyFile + ", environment=" + environment.keySet() + "]";
    }
  }

  /**
   * Backups that the server makes.
   *
   * @param schedule a cron expression; null or empty: none are made by themselves
   * @param keep of those that the schedule made
   * @param instance the directory of the instance, whose files belong to a backup
   */
  public record Backup(@Nullable String schedule, int keep, Path folder, Path instance) {
    private static Backup read(SettingsReader in) {
      return new Backup(
          in.setting(
                  "schedule",
                  SettingType.text("a cron expression such as 0 3 * * *, or empty", String::strip))
              .optional(
                  "When the server makes a backup by itself, as a cron expression in"
                      + " server.timezone such as 0 3 * * *; empty: never."),
          in.setting("keep", SettingType.whole(1, 10_000), 7)
              .described("Of the backups that the schedule made so many are kept."),
          in.path("folder", "./backups")
              .described("Where the server keeps backups; better on another disk than the data."),
          in.directory().normalize());
    }
  }

  /** The admin that {@code init} makes. */
  public record Admin(@Nullable String email, @Nullable String password) {
    private static Admin read(SettingsReader in) {
      return new Admin(
          in.setting("email", ANY_TEXT)
              .optional("The e-mail of the admin that 'tinybase init' makes."),
          in.setting("password", ANY_TEXT.hidden(SECRET))
              .optional("The password of that admin; better given as TINYBASE_ADMIN_PASSWORD."));
    }
  }

  /** What holds where nothing is configured. */
  public static Settings defaults() {
    return with(Map.of());
  }

  /** The defaults with some values changed, by documented key such as {@code server.port}. */
  public static Settings with(Map<String, String> values) {
    return ConfigLoader.of(Path.of(""), values);
  }
}
