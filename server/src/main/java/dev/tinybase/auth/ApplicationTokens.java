package dev.tinybase.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Instants;
import dev.tinybase.text.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of programs: {@code tb_} and 256 random bits. They act as an admin within their scopes,
 * belong to nobody, and outlive whoever made them.
 */
public final class ApplicationTokens {
  /** The longest name. */
  public static final int MAX_NAME = 200;

  private static final Logger LOG = LoggerFactory.getLogger(ApplicationTokens.class);
  private static final String PREFIX = "tb_";
  private static final int LENGTH = PREFIX.length() + 43;
  private static final int MOST = 1000;

  /** How often the use of a token is written down at most. */
  private static final Duration USE_STEP = Duration.ofMinutes(1);

  private final Database database;
  private final ApplicationTokenTable table;
  private final Clock clock;

  /** Tokens whose use is being written down. */
  private final Set<UUID> noting = ConcurrentHashMap.newKeySet();

  ApplicationTokens(Database database, ApplicationTokenTable table, Clock clock) {
    this.database = database;
    this.table = table;
    this.clock = clock;
  }

  /** Whether a text looks like an application token. */
  public static boolean isOne(String bearerToken) {
    return bearerToken.startsWith(PREFIX);
  }

  /** All tokens, the newest first. */
  public List<ApplicationToken> list() {
    return database.read(table::list);
  }

  /**
   * The token of an id.
   *
   * @throws Problem 404 where there is none
   */
  public ApplicationToken get(UUID id) {
    return find(id).orElseThrow(ApplicationTokens::unknown);
  }

  /** What a program of a token may do now; nothing if the token is revoked, inactive or expired. */
  public Optional<Principal.Application> principal(UUID id) {
    return find(id).filter(token -> token.isValid(now())).map(ApplicationToken::principal);
  }

  private Optional<ApplicationToken> find(UUID id) {
    return database.read(sql -> table.find(sql, id));
  }

  /**
   * Makes a token. One that is made with a token ends no later than that.
   *
   * @param maker who may do everything that the token may
   * @throws Problem 409 where the name is taken, or there are too many tokens
   */
  public ApplicationToken.Made create(ApplicationToken.Wanted wanted, Principal maker) {
    var value = PREFIX + RandomSecrets.secret();
    var hash = Sha256.hex(value);
    var token =
        new ApplicationToken(
            UuidCreator.getTimeOrderedEpoch(),
            wanted.name(),
            wanted.description(),
            wanted.scopes(),
            true,
            now(),
            maker.userId(),
            null,
            expiry(wanted, maker));
    unique(() ->
        database.write(sql -> {
          if (table.count(sql) >= MOST) {
            throw Problem.conflict(
                "too_many_tokens",
                "There are " + MOST + " application tokens already; revoke those of no use");
          }
          table.insert(sql, token, hash);
          return null;
        }));
    return new ApplicationToken.Made(token, value);
  }

  private @Nullable Instant expiry(ApplicationToken.Wanted wanted, Principal maker) {
    var end = wanted.expiresAt();
    if (!(maker instanceof Principal.Application application)) {
      return end;
    }
    var latest = get(application.id()).expiresAt();
    if (latest == null || (end != null && !end.isAfter(latest))) {
      return end;
    }
    throw Problem.forbidden(
        "outlives_its_maker",
        "A token that a token makes may not outlive it; set expires_at to "
            + Instants.text(latest)
            + " or earlier");
  }

  /**
   * Changes a token.
   *
   * @throws Problem 404 where there is none, 409 where the name is taken
   */
  public ApplicationToken update(UUID id, ApplicationToken.Change change) {
    return unique(() ->
        database.write(sql -> {
          if (!table.update(sql, id, change)) {
            throw unknown();
          }
          return table.find(sql, id).orElseThrow();
        }));
  }

  /**
   * Ends a token for good.
   *
   * @throws Problem 404 where there is none
   */
  public void revoke(UUID id) {
    database.write(sql -> {
      if (!table.delete(sql, id)) {
        throw unknown();
      }
      return null;
    });
  }

  /** The token of a value that is good now; its use is written down a little later. */
  Optional<ApplicationToken> authenticate(String value) {
    if (value.length() != LENGTH) {
      return Optional.empty();
    }
    var now = now();
    var found =
        database.read(sql -> table.find(sql, Sha256.hex(value))).filter(it -> it.isValid(now));
    found.ifPresent(token -> noteUse(token, now));
    return found;
  }

  /** On another thread, since who only reads must not wait for those who write. */
  private void noteUse(ApplicationToken token, Instant now) {
    var before = now.minus(USE_STEP);
    var last = token.lastUsedAt();
    if ((last == null || last.isBefore(before)) && noting.add(token.id())) {
      Thread.ofVirtual().name("token-use").start(() -> writeUse(token.id(), now, before));
    }
  }

  private void writeUse(UUID id, Instant now, Instant before) {
    try {
      database.write(sql -> table.used(sql, id, now, before));
    } catch (RuntimeException e) {
      LOG.debug("the use of an application token was not written down", e);
    } finally {
      noting.remove(id);
    }
  }

  private static <T extends @Nullable Object> T unique(Supplier<T> change) {
    try {
      return change.get();
    } catch (ConstraintViolation e) {
      if (e.kind() == ConstraintViolation.Kind.UNIQUE) {
        throw Problem.conflict(
            "token_name_taken", "Another application token has this name; choose another one");
      }
      throw e;
    }
  }

  /** This moment, by the clock that tokens expire by. */
  public Instant now() {
    return Instants.micros(clock.instant());
  }

  private static Problem unknown() {
    return Problem.notFound("token_not_found", "There is no application token with this id");
  }
}
