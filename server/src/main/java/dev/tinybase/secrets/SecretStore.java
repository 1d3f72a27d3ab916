package dev.tinybase.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.config.Settings;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of functions by name, {@code [A-Z][A-Z0-9_]{0,99}}: those of the environment, and
 * beneath them those of the database, encrypted.
 */
public final class SecretStore {
  /** The most bytes of a value in UTF-8. */
  public static final int MOST_BYTES = 64 << 10;

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,99}");

  /**
   * A secret without its value.
   *
   * @param updatedAt when it was set; null for one of the environment
   */
  public record SecretInfo(String name, Source source, @Nullable Instant updatedAt) {}

  /** Where a value comes from; the environment goes before the store. */
  public enum Source {
    ENVIRONMENT,
    STORE
  }

  private final Database database;
  private final InstantSource clock;
  private final SecretBox box;
  private final Map<String, String> environment;
  private final Cache cache = new Cache();
  private final Mask mask = new Mask();

  public SecretStore(Settings.Secrets settings, Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.box = new SecretBox(settings);
    this.environment = settings.environment();
    database.onForeignChange(Topic.SECRETS, cache::forgetAll);
  }

  /**
   * A secret's value: the environment's, else the store's.
   *
   * @throws Problem when it cannot be decrypted, which happens when the key has changed
   */
  public Optional<String> find(String name) {
    var given = environment.get(name);
    var value = given == null ? cache.get(name, () -> load(name)) : Optional.of(given);
    value.ifPresent(mask::add);
    return value;
  }

  /** Hides all secrets that were found, whoever has got them. */
  public Mask mask() {
    return mask;
  }

  private Optional<String> load(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return database
        .read(
            sql -> sql.first("select value from _secrets where name = ?", row -> row.text(1), name))
        .map(text -> box.open(name, text));
  }

  /**
   * Keeps a value in the store, in place of an earlier one.
   *
   * @throws Problem when the name is none, or the value is empty or too large
   */
  public SecretInfo set(String name, String value) {
    check(name, value);
    var sealed = box.seal(name, value);
    var now = clock.instant();
    database.write(sql -> {
      sql.announce(Topic.SECRETS);
      sql.afterCommit(cache::forgetAll);
      return sql.update(
          "insert into _secrets (name, value, created_at, updated_at) values (?, ?, ?, ?)"
              + " on conflict (name) do update"
              + " set value = excluded.value, updated_at = excluded.updated_at",
          name,
          sealed,
          now,
          now);
    });
    return environment.containsKey(name)
        ? new SecretInfo(name, Source.ENVIRONMENT, null)
        : new SecretInfo(name, Source.STORE, now);
  }

  private static void check(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw Problem.badRequest(
          "invalid_secret_name",
          "A secret's name has capital letters, digits and underscores, at most 100, and begins"
              + " with a letter, such as STRIPE_KEY");
    }
    if (value.isEmpty() || value.getBytes(UTF_8).length > MOST_BYTES) {
      throw Problem.badRequest(
          "invalid_secret_value", "A secret's value has 1 to " + MOST_BYTES + " bytes");
    }
  }

  /**
   * Takes a value out of the store.
   *
   * @throws Problem 404 when there is none
   */
  public void remove(String name) {
    int removed =
        database.write(sql -> {
          sql.announce(Topic.SECRETS);
          sql.afterCommit(cache::forgetAll);
          return sql.update("delete from _secrets where name = ?", name);
        });
    if (removed == 0) {
      throw Problem.notFound(
          "secret_not_found",
          environment.containsKey(name)
              ? "This secret comes from the environment; unset TINYBASE_SECRET_" + name + " there"
              : "There is no secret of this name");
    }
  }

  /** What there is, by name, without the values. */
  public List<SecretInfo> list() {
    var all = new TreeMap<String, SecretInfo>();
    var updated = database.dialect().select(ColumnType.TIMESTAMP, "updated_at");
    database
        .read(sql ->
            sql.list(
                "select name, " + updated + " as updated from _secrets",
                row -> new SecretInfo(row.text("name"), Source.STORE, row.instant("updated"))))
        .forEach(secret -> all.put(secret.name(), secret));
    environment
        .keySet()
        .forEach(name -> all.put(name, new SecretInfo(name, Source.ENVIRONMENT, null)));
    return List.copyOf(all.values());
  }

  /** Values that were decrypted, until something changes. */
  private static final class Cache {
    /** What more there is, is not kept: there are few secrets. */
    private static final int LARGEST = 1000;

    private final Map<String, String> values = new HashMap<>(); // guarded by this
    private long epoch; // guarded by this: how often all was forgotten

    /** The value, loaded where it is not known; what changes meanwhile is not kept. */
    Optional<String> get(String name, Supplier<Optional<String>> load) {
      long before;
      synchronized (this) {
        var known = values.get(name);
        if (known != null) {
          return Optional.of(known);
        }
        before = epoch;
      }
      var loaded = load.get();
      loaded.ifPresent(value -> put(name, value, before));
      return loaded;
    }

    private synchronized void put(String name, String value, long before) {
      if (epoch == before && values.size() < LARGEST) {
        values.put(name, value);
      }
    }

    synchronized void forgetAll() {
      epoch++;
      values.clear();
    }
  }
}
