package dev.tinybase.transfer;

import dev.tinybase.auth.AccountImport;
import dev.tinybase.auth.ImportedAccount;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.SchemaParser;
import dev.tinybase.transfer.ImportResult.LineError;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Imports accounts with the password hashes that they have, whole or without the bad lines. */
public final class AccountImporter {
  /**
   * How to import.
   *
   * @param skipBad whether the good lines count although there are bad ones
   * @param delimiter what separates the cells of CSV; null where the header is to tell
   */
  public record Options(
      Format format, boolean dryRun, boolean skipBad, @Nullable Character delimiter) {}

  private final AccountImport accounts;
  private final Semaphore slot = new Semaphore(1);

  public AccountImporter(AccountImport accounts) {
    this.accounts = accounts;
  }

  /**
   * Imports a file. Bad lines are in the result, and nothing was made where it says {@code
   * stopped}.
   *
   * @param file not compressed; closed by the caller
   * @throws Problem 400 for too many accounts or passwords, 503 while another import runs
   */
  public ImportResult run(InputStream file, Options options) {
    if (!slot.tryAcquire()) {
      throw Problem.unavailable(
          "too_many_imports", "Another import of accounts runs already; try again.", 5);
    }
    try {
      var read = new Run();
      read.all(options.format().read(file, schema(), false, options.delimiter()));
      return result(read, options);
    } finally {
      slot.release();
    }
  }

  /** What the columns of CSV mean. */
  private static Schema schema() {
    var fields = Json.object();
    var list = fields.putArray("fields");
    for (var name : ImportedAccount.MEMBERS) {
      boolean flag = name.equals("is_admin") || name.equals("verified");
      if (!Schema.SYSTEM_NAMES.contains(name)) {
        list.addObject().put("name", name).put("type", flag ? "boolean" : "string");
      }
    }
    return SchemaParser.parseStored(fields);
  }

  private ImportResult result(Run read, Options options) {
    boolean refused = !read.errors.isEmpty() && !options.skipBad();
    var taken =
        read.accounts.isEmpty()
            ? List.<Long>of()
            : accounts.run(read.accounts, !options.skipBad(), refused || options.dryRun());
    taken.forEach(
        line -> read.bad(line, "taken", "another user has this e-mail or this id already"));
    boolean stopped = !read.errors.isEmpty() && !options.skipBad();
    long made = stopped ? 0 : read.accounts.size() - taken.size();
    var errors = read.errors.stream().sorted((a, b) -> Long.compare(a.line(), b.line()));
    return new ImportResult(
        made,
        0,
        0,
        read.errors.size(),
        stopped,
        options.dryRun(),
        errors.limit(ImportResult.USUAL_ERRORS).toList());
  }

  /** What one file holds. */
  private static final class Run {
    private final List<ImportedAccount> accounts = new ArrayList<>();
    private final List<LineError> errors = new ArrayList<>();
    private final Set<String> emails = new HashSet<>();
    private final Set<UUID> ids = new HashSet<>();

    void all(Entry.Source entries) {
      try {
        for (var entry = entries.next(); entry != null; entry = entries.next()) {
          if (accounts.size() + errors.size() >= AccountImport.MOST) {
            throw Problem.badRequest(
                "too_many_accounts",
                "One import takes %d accounts; split the file".formatted(AccountImport.MOST));
          }
          add(entry);
        }
      } catch (UncheckedIOException e) {
        throw Problem.badRequest("unreadable", "The file ends too early: " + e.getMessage());
      }
    }

    private void add(Entry entry) {
      switch (entry) {
        case Entry.Data data -> {
          try {
            add(ImportedAccount.read(data.line(), data.object()));
          } catch (Problem e) {
            bad(data.line(), e.code(), e.detail());
          }
        }
        case Entry.Bad(long line, String code, String reason) -> bad(line, code, reason);
        case Entry.Broken(long line, String reason) -> bad(line, Entry.UNREADABLE, reason);
      }
    }

    private void add(ImportedAccount account) {
      var id = account.id();
      if (!emails.add(account.email().key()) || (id != null && !ids.add(id))) {
        bad(account.line(), "repeated", "an earlier line has this e-mail or this id");
      } else {
        accounts.add(account);
      }
    }

    void bad(long line, String code, String message) {
      errors.add(new LineError(line, code, message));
    }
  }
}
