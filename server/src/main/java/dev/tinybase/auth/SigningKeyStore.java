package dev.tinybase.auth;

import com.nimbusds.jose.JWSAlgorithm;
import dev.tinybase.config.KeyFile;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import dev.tinybase.secrets.SecretBox;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the signing keys in the database, sealed with the key of the instance's secrets, so that
 * all nodes have the same. The file {@code jwt.key_file} is an inlet: keys of an earlier version,
 * and new ones to rotate to, are moved from it into the database at the start.
 */
final class SigningKeyStore {
  private static final String NAME = "signing_keys";
  private static final String WHERE = "The set of signing keys in the database";

  private final Database database;
  private final SecretBox box;
  private final JWSAlgorithm algorithm;
  private volatile SigningKeys keys;

  /**
   * @throws Problem when the keys are unusable, or are sealed with another key than this node's
   */
  SigningKeyStore(Settings settings, Database database) {
    this.database = database;
    this.box = new SecretBox(settings.secrets());
    var jwt = settings.jwt();
    this.algorithm = SigningKeys.algorithm(jwt.algorithm());
    var secret = jwt.secretKey();
    if (secret == null) {
      keys = open(jwt);
      database.onForeignChange(Topic.SIGNING_KEYS, this::reload);
      reload(); // for what came between
    } else {
      keys = SigningKeys.ofSecret(algorithm, secret);
    }
  }

  SigningKeys current() {
    return keys;
  }

  private synchronized void reload() {
    read().ifPresent(text -> keys = parse(text));
  }

  private SigningKeys open(Settings.Jwt settings) {
    var file = new KeyFile(settings.keyFile(), "jwt.key_file");
    var stored = read();
    if (stored.isPresent() && !file.exists()) {
      return parse(stored.get());
    }
    var offered = file.read();
    offered.ifPresent(text -> SigningKeys.parse(algorithm, text, settings.keyFile().toString()));
    var text = offered.orElseGet(SigningKeys::newSet);
    var kept = database.write(sql -> keep(sql, text, offered.isPresent()));
    if (offered.isPresent()) {
      file.retire();
    }
    return parse(kept);
  }

  /**
   * Puts a set into the database. One that has a key with the stored one is its successor; keys of
   * another origin are good for verifying from now on; a made one counts where there is none.
   */
  private String keep(Sql sql, String text, boolean offered) {
    sql.update("insert into _meta (key, value) values (?, '') on conflict (key) do nothing", NAME);
    var stored =
        sql.first(
                "select value from _meta where key = ?" + database.dialect().forUpdate(),
                row -> row.text(1),
                NAME)
            .flatMap(this::unsealed);
    if (stored.isPresent() && !offered) {
      return stored.get();
    }
    var kept = stored.map(known -> SigningKeys.merge(known, text)).orElse(text);
    if (!kept.equals(stored.orElse(null))) {
      sql.update("update _meta set value = ? where key = ?", box.seal(NAME, kept), NAME);
      sql.announce(Topic.SIGNING_KEYS);
    }
    return kept;
  }

  private Optional<String> read() {
    return database
        .read(sql -> sql.first("select value from _meta where key = ?", row -> row.text(1), NAME))
        .flatMap(this::unsealed);
  }

  private Optional<String> unsealed(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(box.open(NAME, value));
    } catch (Problem e) {
      throw Problem.of(
          Problem.Kind.INTERNAL,
          "signing_key_unusable",
          WHERE
              + " is sealed with another key than that of this node, "
              + box.source()
              + ": copy that file, or the value of secrets.key, from a node that works; or set the"
              + " same jwt.secret_key on every node");
    }
  }

  private SigningKeys parse(String text) {
    return SigningKeys.parse(algorithm, text, WHERE);
  }
}
