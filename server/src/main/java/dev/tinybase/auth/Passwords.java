package dev.tinybase.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.tinybase.errors.Problem;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Password hashes by bcrypt, and verification of those of other programs. bcrypt sees 72 bytes
 * only. Of a longer password (in UTF-8) our own hashes ({@code $2y$}) therefore take the first 72
 * Base64 characters (432 bits) of its SHA-512; hashes of others ({@code $2a$}, {@code $2b$}) took
 * its first 72 bytes and are verified the same way. Base64 keeps NUL bytes away, at which some
 * implementations stop.
 *
 * <p>A keyboard decides how a letter with an accent is spelled; passwords are therefore prepared as
 * RFC 8265 says (OpaqueString): spaces of every kind are U+0020, and the rest is in NFC. Hashes of
 * others are of what was typed.
 */
public final class Passwords {
  /** The least characters of a new password. */
  public static final int MIN_LENGTH = 8;

  /** The most characters of any password. */
  public static final int MAX_LENGTH = 1024;

  private static final int BCRYPT_BYTES = 72;
  private static final Pattern SPACES = Pattern.compile("\\p{Zs}");
  private static final String OURS = "$2y$";
  private static final Set<String> KNOWN = Set.of(OURS, "$2a$", "$2b$");

  private final int cost;
  private final HashingPool pool;
  private final Object memoryHard = new Object();
  private final LongAdder computed = new LongAdder();
  private final String nobody;

  Passwords(int cost, HashingPool pool) {
    this.cost = cost;
    this.pool = pool;
    this.nobody = OURS + "%02d$".formatted(cost) + ".".repeat(53); // well-formed, of no password
  }

  /**
   * A new hash.
   *
   * @throws dev.tinybase.errors.Problem 503 when too many hashes wait already
   */
  public String hash(String password) {
    return pool.run(() -> compute(prepared(password)));
  }

  /**
   * Whether the password belongs to the hash. Without a hash (nobody has that name) the answer is
   * no after the same work.
   *
   * @throws dev.tinybase.errors.Problem 503 when too many hashes wait already
   */
  @SuppressWarnings("ShortCircuitBoolean")
  public boolean verify(String password, @Nullable String hash) {
    if (hash != null && ForeignHash.isOne(hash)) {
      return matchesForeign(password, hash);
    }
    boolean known = hash != null && hash.length() == 60 && KNOWN.contains(hash.substring(0, 4));
    var against = known && hash != null ? hash : nobody;
    var prepared = prepared(password);
    boolean plain = prepared.equals(password);
    // both ways, whatever comes of the first, so that the time tells nothing
    return pool.run(() -> matches(prepared, against) | (!plain && matches(password, against)))
        && known;
  }

  /** Each spelling of the password before a hash of another program. */
  private boolean matchesForeign(String password, String text) {
    var hash = affordable(text);
    return pool.run(() ->
        Stream.of(password, prepared(password))
            .distinct()
            .anyMatch(spelling -> matches(spelling, hash)));
  }

  /** One that was imported by a server with more memory must not exhaust this one. */
  private static ForeignHash affordable(String text) {
    try {
      return ForeignHash.parse(text);
    } catch (Problem tooCostly) {
      throw Problem.unavailable(
          "password_hash_too_costly",
          "This account's imported password takes more memory to verify than this server has;"
              + " reset it, or give the server more (-Xmx).",
          60);
    }
  }

  /** One at a time, where it takes so much memory that the heap is to hold one alone. */
  private boolean matches(String password, ForeignHash hash) {
    computed.increment();
    if (!hash.isMemoryHard()) {
      return hash.matches(password);
    }
    synchronized (memoryHard) {
      return hash.matches(password);
    }
  }

  private static String prepared(String password) {
    return Normalizer.normalize(SPACES.matcher(password).replaceAll(" "), Normalizer.Form.NFC);
  }

  /** Refuses a new password of an unfit length with a 400 problem. */
  static void check(String password) {
    var prepared = prepared(password);
    int length = prepared.codePointCount(0, prepared.length());
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      throw Problem.badRequest(
          "invalid_password",
          "A password has %d to %d characters; this one has %d"
              .formatted(MIN_LENGTH, MAX_LENGTH, length));
    }
  }

  /** Whether the hash was made with another cost or by another program. */
  boolean isOutdated(String hash) {
    return !hash.startsWith(OURS + "%02d$".formatted(cost));
  }

  /** How many hashes were computed so far. */
  long computed() {
    return computed.sum();
  }

  private String compute(String password) {
    computed.increment();
    var hasher = BCrypt.with(BCrypt.Version.VERSION_2Y, LongPasswordStrategies.none());
    return new String(hasher.hash(cost, bytes(password, OURS)), StandardCharsets.US_ASCII);
  }

  private boolean matches(String password, String hash) {
    computed.increment();
    return BCrypt.verifyer(BCrypt.Version.VERSION_2Y, LongPasswordStrategies.none())
        .verify(bytes(password, hash), hash.getBytes(StandardCharsets.US_ASCII))
        .verified;
  }

  private static byte[] bytes(String password, String hash) {
    var bytes = password.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= BCRYPT_BYTES) {
      return bytes;
    }
    var seen =
        hash.startsWith(OURS)
            ? Base64.getEncoder().encode(RandomSecrets.digest("SHA-512", password))
            : bytes;
    return Arrays.copyOf(seen, BCRYPT_BYTES);
  }

  /**
   * Runs password hashes on a few platform threads, so that a burst of logins leaves processors for
   * the other requests: half of them, at least one. Waiting is bounded in number and in time;
   * beyond it 503. Idle threads end by themselves, so there is nothing to close.
   */
  static final class HashingPool {
    private final ThreadPoolExecutor threads;
    private final Duration patience;

    HashingPool() {
      this(
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 128, Duration.ofSeconds(10));
    }

    HashingPool(int size, int queue, Duration patience) {
      this.patience = patience;
      threads =
          new ThreadPoolExecutor(
              size,
              size,
              10,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(queue),
              Thread.ofPlatform().daemon().name("passwords-", 0).factory());
      threads.allowCoreThreadTimeOut(true);
    }

    <T> T run(Callable<T> work) {
      Future<T> future;
      try {
        future = threads.submit(work);
      } catch (RejectedExecutionException _) {
        throw busy();
      }
      try {
        return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        cancel(future);
        throw busy();
      } catch (InterruptedException _) {
        cancel(future);
        Thread.currentThread().interrupt();
        throw busy();
      } catch (ExecutionException e) {
        throw new IllegalStateException("cannot hash a password", e.getCause());
      }
    }

    private void cancel(Future<?> future) {
      future.cancel(true);
      threads.purge(); // a cancelled work would keep its place in the queue
    }

    private static Problem busy() {
      return Problem.unavailable(
          "logins_busy", "Too many logins at this moment; try again in a few seconds", 2);
    }
  }
}
