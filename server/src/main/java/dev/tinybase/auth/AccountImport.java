package dev.tinybase.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Instants;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts accounts of another program into the database, in one transaction. No hook hears of them,
 * because nobody has registered.
 */
public final class AccountImport {
  /** So many accounts go into one transaction. */
  public static final int MOST = 50_000;

  /** So many passwords are hashed for one import: each takes as long as a login. */
  public static final int MOST_PASSWORDS = 500;

  /** What nobody's password is the one of. */
  private static final String NO_PASSWORD = "!";

  private final Database database;
  private final AccountTable table;
  private final Passwords passwords;
  private final Clock clock;

  AccountImport(Database database, AccountTable table, Passwords passwords, Clock clock) {
    this.database = database;
    this.table = table;
    this.passwords = passwords;
    this.clock = clock;
  }

  /**
   * Makes the accounts, but for those whose e-mail or id is taken.
   *
   * @param wholly whether nothing is made where one is taken
   * @param dryRun whether nothing is made at all
   * @return the lines of those that are taken
   */
  public List<Long> run(List<ImportedAccount> accounts, boolean wholly, boolean dryRun) {
    long plain = accounts.stream().filter(it -> it.password() != null).count();
    if (plain > MOST_PASSWORDS) {
      throw Problem.badRequest(
          "too_many_passwords",
          "The file has %d passwords that are not hashed; one import takes %d"
              .formatted(plain, MOST_PASSWORDS));
    }
    if (dryRun) {
      return database.read(sql -> taken(sql, accounts));
    }
    var hashes = accounts.stream().map(this::hash).toList();
    return database.write(sql -> {
      sql.liftTimeLimit();
      var taken = wholly ? taken(sql, accounts) : List.<Long>of();
      return taken.isEmpty() ? insert(sql, accounts, hashes) : taken;
    });
  }

  private String hash(ImportedAccount account) {
    return account.password() == null
        ? Objects.requireNonNullElse(account.passwordHash(), NO_PASSWORD)
        : passwords.hash(account.password());
  }

  private List<Long> taken(Sql sql, List<ImportedAccount> accounts) {
    return accounts.stream()
        .filter(it -> table.isTaken(sql, it.email(), it.id()))
        .map(ImportedAccount::line)
        .toList();
  }

  private List<Long> insert(Sql sql, List<ImportedAccount> accounts, List<String> hashes) {
    var now = Instants.micros(clock.instant());
    var taken = new ArrayList<Long>();
    for (int i = 0; i < accounts.size(); i++) {
      var wanted = accounts.get(i);
      var account =
          new Account(
              id(wanted.id()), wanted.email().text(), wanted.isAdmin(), made(wanted, now), now);
      if (!table.insertNew(sql, account, wanted.email(), hashes.get(i))) {
        taken.add(wanted.line());
      }
    }
    return taken;
  }

  private static UUID id(@Nullable UUID given) {
    return given == null ? UuidCreator.getTimeOrderedEpoch() : given;
  }

  private static Instant made(ImportedAccount account, Instant now) {
    var given = account.createdAt();
    return given == null || given.isAfter(now) ? now : Instants.micros(given);
  }
}
