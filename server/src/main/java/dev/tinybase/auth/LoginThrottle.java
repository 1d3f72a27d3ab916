package dev.tinybase.auth;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Instants;
import dev.tinybase.text.Sha256;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Slows down guessing of passwords. Failures are counted for an account, for an address, and for
 * the pair of both; after some, further tries are refused for a time that doubles with each further
 * failure. Time without a failure forgets them: an hour for accounts, ten minutes for addresses.
 *
 * <p>Nobody can lock another out for good: from an address where the account's owner has logged in
 * within 90 days, failures from elsewhere do not count. A success forgets the account's failures,
 * but not the address's, or an attacker could go on by logging in to an account of their own.
 */
final class LoginThrottle {
  /** How many failures are free, how long is waited then, and when all is forgotten. */
  private record Limit(int free, Duration first, Duration longest, Duration memory) {
    Duration block(long failures) {
      long doublings = Math.min(failures - free, 20);
      if (doublings < 0) {
        return Duration.ZERO;
      }
      var block = first.multipliedBy(1L << doublings);
      return block.compareTo(longest) < 0 ? block : longest;
    }
  }

  private static final Limit PER_ACCOUNT =
      new Limit(5, Duration.ofSeconds(30), Duration.ofMinutes(15), Duration.ofHours(1));
  private static final Limit PER_ADDRESS =
      new Limit(20, Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10));
  private static final Duration KNOWN_FOR = Duration.ofDays(90);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Rows that one transaction removes. */
  private static final int SLICE = 1000;

  private final Database database;
  private final boolean enabled;
  private final Clock clock;
  private final ReentrantLock[] turns =
      Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);
  private final String select;

  LoginThrottle(Database database, boolean enabled, Clock clock) {
    this.database = database;
    this.enabled = enabled;
    this.clock = clock;
    this.select =
        "select "
            + database.dialect().select(ColumnType.TIMESTAMP, "blocked_until")
            + " as until from _login_failures where key = ?";
  }

  /**
   * Runs a check of a password unless too many failed before; counts it if it fails. The checks of
   * one account run one after the other, so that a burst of guesses gets no further than a row of
   * them.
   *
   * @throws Problem 429 with {@code Retry-After} while tries are refused
   */
  boolean attempt(Attempt attempt, BooleanSupplier check) {
    if (!enabled) {
      return check.getAsBoolean();
    }
    var turn = turns[Math.floorMod(attempt.account().hashCode(), turns.length)];
    await(turn);
    try {
      refuseIfBlocked(attempt);
      boolean right = check.getAsBoolean();
      if (!right) {
        database.write(sql -> countFailure(sql, attempt));
      }
      return right;
    } finally {
      turn.unlock();
    }
  }

  /** Forgets the account's failures, inside the work that a success leads to. */
  void succeeded(Sql sql, Attempt attempt) {
    if (enabled) {
      sql.update(
          "delete from _login_failures where key in (?, ?)", attempt.account(), attempt.pair());
      sql.update(
          "insert into _login_failures (key, failures, blocked_until) values (?, 0, ?)"
              + " on conflict (key) do update set blocked_until = excluded.blocked_until",
          attempt.known(),
          now().plus(KNOWN_FOR));
    }
  }

  private void refuseIfBlocked(Attempt attempt) {
    var now = now();
    var until = database.read(sql -> blockedUntil(sql, attempt, now));
    if (until.isAfter(now)) {
      long seconds = Duration.between(now, until).plusMillis(999).toSeconds();
      throw Problem.of(
              Problem.Kind.TOO_MANY_REQUESTS,
              "too_many_failures",
              "Too many failed logins; try again in " + seconds + " seconds")
          .header("Retry-After", Long.toString(seconds));
    }
  }

  private Instant blockedUntil(Sql sql, Attempt attempt, Instant now) {
    boolean known = until(sql, attempt.known()).isAfter(now);
    var keys =
        known
            ? List.of(attempt.pair(), attempt.address())
            : List.of(attempt.pair(), attempt.address(), attempt.account());
    return keys.stream().map(key -> until(sql, key)).max(Instant::compareTo).orElse(Instant.EPOCH);
  }

  private Instant until(Sql sql, String key) {
    return sql.first(select, row -> row.instant("until"), key).orElse(Instant.EPOCH);
  }

  /** Accounts come before addresses everywhere, so that two of these never wait for each other. */
  private boolean countFailure(Sql sql, Attempt attempt) {
    var now = now();
    count(sql, attempt.account(), PER_ACCOUNT, now);
    count(sql, attempt.pair(), PER_ACCOUNT, now);
    count(sql, attempt.address(), PER_ADDRESS, now);
    return true;
  }

  private static void count(Sql sql, String key, Limit limit, Instant now) {
    sql.update(
        "insert into _login_failures (key, failures, blocked_until) values (?, 1, ?)"
            + " on conflict (key) do update set blocked_until = excluded.blocked_until, failures ="
            + " case when _login_failures.blocked_until < ? then 1"
            + " else _login_failures.failures + 1 end",
        key,
        now,
        now.minus(limit.memory()));
    long failures = sql.number("select failures from _login_failures where key = ?", key);
    sql.update(
        "update _login_failures set blocked_until = ? where key = ?",
        now.plus(limit.block(failures)),
        key);
  }

  /**
   * Removes what is forgotten anyway and tells how many rows. Every row ends by itself; the speed
   * of bcrypt bounds how many can be made in an hour.
   */
  long removeForgotten() {
    var before = now().minus(PER_ACCOUNT.memory());
    return database.writeInSlices(
        SLICE,
        sql ->
            sql.update(
                "delete from _login_failures where key in (select key from _login_failures"
                    + " where blocked_until < ? order by blocked_until limit ?)",
                before,
                SLICE));
  }

  private static void await(ReentrantLock turn) {
    try {
      if (turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw Problem.unavailable("logins_busy", "Too many logins at this moment; try again", 2);
  }

  private Instant now() {
    return Instants.micros(clock.instant());
  }

  /**
   * Somebody's try to prove who they are, by the keys under which failures are counted. The keys
   * are digests: the table of failures shows neither e-mails nor addresses. An account that does
   * not exist has a key like any other.
   *
   * @param account all tries on this account, from wherever
   * @param address all tries from this address, on whatever account
   * @param pair the tries on this account from this address
   * @param known there once was a success on this account from this address
   */
  record Attempt(String account, String address, String pair, String known) {
    static Attempt of(Email email, String clientAddress) {
      var network = network(clientAddress);
      return new Attempt(
          key("account", email.key()),
          key("address", network),
          key("pair", email.key() + " " + network),
          key("known", email.key() + " " + network));
    }

    private static String key(String kind, String text) {
      return kind + ":" + Sha256.hex(text);
    }

    /** An IPv4 address, or the /64 that one IPv6 subscriber gets. */
    private static String network(String address) {
      try {
        var parsed = InetAddress.ofLiteral(address);
        return parsed instanceof Inet6Address
            ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8)) + "/64"
            : parsed.getHostAddress();
      } catch (IllegalArgumentException _) {
        return address;
      }
    }
  }
}
