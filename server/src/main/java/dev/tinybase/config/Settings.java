package dev.tinybase.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting that is fixed at the start, in one tree. Sections are named as in {@code
 * tinybase.toml}.
 */
public record Settings(
    Server server,
    Log log,
    Database database,
    Auth auth,
    Jwt jwt,
    Cors cors,
    RateLimit rateLimit,
    Metrics metrics,
    Functions functions,
    Secrets secrets,
    Admin admin) {

  /**
   * The HTTP server.
   *
   * @param port 0 takes a free one
   * @param publicUrl how clients reach the server, for links in mails; null when unknown
   * @param maxBodyBytes the largest JSON body
   * @param maxImportBytes the largest body of an import
   * @param requestTimeoutSeconds how long a client may take to send a request
   * @param shutdownSeconds how long requests in flight may take at the end
   * @param maxStreams long-lived streams at the same time
   * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed
   */
  public record Server(
      String host,
      int port,
      @Nullable String publicUrl,
      long maxBodyBytes,
      long maxImportBytes,
      int requestTimeoutSeconds,
      int shutdownSeconds,
      int maxStreams,
      List<String> trustedProxies) {}

  /**
   * What is logged.
   *
   * @param level debug, info, warning, error or critical
   * @param access one line for each request
   */
  public record Log(String level, boolean access) {}

  /**
   * Where the data is.
   *
   * @param url {@code sqlite:///./tinybase.db} or {@code postgresql://user:password@host/db}
   * @param durability {@code full}: what was acknowledged survives a power cut; {@code normal}:
   *     faster
   * @param readers connections for reads; 0 chooses by the machine
   * @param writeQueue writes that may wait before further ones are refused with 503
   */
  public record Database(String url, String durability, int readers, int writeQueue) {}

  /**
   * Accounts.
   *
   * @param allowPublicRegistration whether anybody may make an account
   * @param bcryptCost 4 to 16, the binary logarithm of the rounds
   * @param firstLoginIsAdmin whether the first login on an empty instance makes the admin
   */
  public record Auth(boolean allowPublicRegistration, int bcryptCost, boolean firstLoginIsAdmin) {}

  /**
   * Tokens.
   *
   * @param secretKey null: made once and kept in {@code keyFile}
   */
  public record Jwt(
      @Nullable String secretKey,
      String algorithm,
      Path keyFile,
      int accessTokenExpireMinutes,
      int refreshTokenExpireDays) {}

  /** Origins that browsers may call from; {@code *} is any, without credentials. */
  public record Cors(List<String> allowOrigins) {}

  /** Limits on requests per address and slowed-down logins. */
  public record RateLimit(boolean enabled) {}

  /** A token that may read {@code /metrics} beside admins; null for none. */
  public record Metrics(@Nullable String token) {}

  /**
   * Functions.
   *
   * @param path the folder of their files
   * @param cache where compiled classes and fetched libraries are kept; may be deleted at any time
   * @param offline whether libraries may only come from what is on this machine
   * @param isolation whether calls run in the server's process or in workers
   * @param workers processes that run calls; 0 chooses by the machine
   * @param workerMemoryMb heap of each worker
   * @param timeoutSeconds how long a call may take where the function does not say
   * @param maxConcurrent calls at once on this server
   * @param maxConcurrentPerUser calls at once of one user
   * @param recordPayloads whether input and output are kept with each call
   * @param logLevel debug, info, warning or error: the least serious lines that calls keep
   * @param keepCallsDays how long records of calls are kept
   * @param keepCalls how many records of calls are kept
   */
  public record Functions(
      Path path,
      Path cache,
      boolean offline,
      Isolation isolation,
      int workers,
      int workerMemoryMb,
      int timeoutSeconds,
      long maxPayloadBytes,
      long maxResultBytes,
      int maxConcurrent,
      int maxConcurrentPerUser,
      boolean recordPayloads,
      String logLevel,
      int keepCallsDays,
      int keepCalls) {
    /** The same with the files of another folder. */
    public Functions in(Path folder) {
      return new Functions(
          folder,
          cache,
          offline,
          isolation,
          workers,
          workerMemoryMb,
          timeoutSeconds,
          maxPayloadBytes,
          maxResultBytes,
          maxConcurrent,
          maxConcurrentPerUser,
          recordPayloads,
          logLevel,
          keepCallsDays,
          keepCalls);
    }

    /** Where calls run. */
    public enum Isolation {
      THREAD,
      PROCESS
    }
  }

  /**
   * Secrets of functions.
   *
   * @param key encrypts them, 32 bytes in Base64; null: made once and kept in {@code keyFile}
   * @param environment the values that the environment gives, by name
   */
  public record Secrets(@Nullable String key, Path keyFile, Map<String, String> environment) {
    /** Without what must not be seen. */
    @Override
    public String toString() {
      return "Secrets[keyFile=" + keyFile + ", environment=" + environment.keySet() + "]";
    }
  }

  /** The admin that {@code init} makes. */
  public record Admin(@Nullable String email, @Nullable String password) {}

  /** What holds where nothing is configured. */
  public static Settings defaults() {
    return with(Map.of());
  }

  /** The defaults with some values changed, by documented key such as {@code server.port}. */
  public static Settings with(Map<String, String> values) {
    return ConfigLoader.of(Path.of(""), values);
  }
}
