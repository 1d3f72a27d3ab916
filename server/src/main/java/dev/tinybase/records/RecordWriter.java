package dev.tinybase.records;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import dev.tinybase.auth.Principal;
import dev.tinybase.changes.Change;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.TransactionRequired;
import dev.tinybase.threads.RequestId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where records change. What can be checked without the stored record is checked
 * before; in the transaction the record is read and held, the rules are tested, and it is written.
 */
final class RecordWriter {
  private static final int ATTEMPTS = 4;

  /** The code of the problem of mutations whose records do not fit into memory together. */
  static final String TOO_LARGE = "batch_too_large";

  private static final long MOST_BYTES = 16 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Database database;
  private final CollectionService collections;
  private final ChangeLog log;
  private final RecordHooks hooks;
  private final InstantSource clock;
  private final LongAdder written = new LongAdder();

  /** Makes ids that grow with time (UUIDv7, RFC 9562 section 5.7), also within a millisecond. */
  private final TimeOrderedEpochFactory ids;

  RecordWriter(
      Database database,
      CollectionService collections,
      ChangeLog log,
      RecordHooks hooks,
      InstantSource clock) {
    this.database = database;
    this.collections = collections;
    this.log = log;
    this.hooks = hooks;
    this.clock = clock;
    ids = TimeOrderedEpochFactory.builder().withInstantFunction(clock::instant).build();
  }

  /**
   * Checks a mutation; one that hooks want is checked after they were asked.
   *
   * @param asksHooks whether they are asked at all
   */
  PreparedMutation prepare(
      RecordTable table, Principal principal, Mutation mutation, boolean asksHooks) {
    var prepared = new PreparedMutation(table, principal, mutation, clock);
    return asksHooks && hooks.want(mutation) ? prepared : prepared.check(ids::create);
  }

  /** How many mutations were committed since the start. */
  long written() {
    return written.sum();
  }

  /** Applies mutations, all or none of them. */
  List<Mutation.Result> write(List<PreparedMutation> mutations) {
    return transact(mutations, prepared -> sql -> apply(sql, prepared));
  }

  /**
   * Runs a work that applies these mutations in one transaction. Handlers of hooks never run on the
   * thread that writes for all: they are asked before, and again when a record has changed until it
   * is written. Where one wants to write too, or others were faster again and again, everything is
   * done in a transaction on this thread.
   *
   * @param work gets the mutations to apply
   */
  <T extends @Nullable Object> T transact(
      List<PreparedMutation> mutations, Function<List<PreparedMutation>, Database.Work<T>> work) {
    if (mutations.stream().allMatch(PreparedMutation::isChecked)) {
      return database.write(work.apply(mutations));
    }
    for (int attempt = 1; attempt <= ATTEMPTS && canBeAskedBefore(mutations); attempt++) {
      try {
        return database.write(work.apply(asked(mutations)));
      } catch (VersionConflict _) {
        // somebody else was faster
      } catch (TransactionRequired _) {
        break;
      }
    }
    return hooks.withPlace(
        mutations,
        () -> database.transaction(LONGEST, () -> database.write(work.apply(mutations))));
  }

  /** Whether no mutation depends on another one of them, and no handler is known to write. */
  private boolean canBeAskedBefore(List<PreparedMutation> mutations) {
    return !database.inTransaction()
        && mutations.stream()
            .noneMatch(it -> !it.isChecked() && hooks.needTransaction(it.mutation()))
        && PreparedMutation.areOfDifferentRecords(mutations);
  }

  private List<PreparedMutation> asked(List<PreparedMutation> mutations) {
    if (mutations.size() == 1) {
      return List.of(asked(mutations.getFirst()));
    }
    var all = new ArrayList<PreparedMutation>(mutations.size());
    for (var mutation : mutations) {
      try {
        all.add(mutation.isChecked() ? mutation : asked(mutation));
      } catch (Problem refused) {
        all.add(mutation.refused(refused));
      }
    }
    return all;
  }

  private PreparedMutation asked(PreparedMutation prepared) {
    @Nullable StoredRecord seen =
        prepared.isCreate() ? null : database.read(sql -> prepared.find(sql, false));
    return prepared.asked(hooks, seen, ids::create).expect(seen);
  }

  /** Applies mutations within a transaction, in their order. */
  List<Mutation.Result> apply(Sql sql, List<PreparedMutation> mutations) {
    var results = new ArrayList<Mutation.Result>(mutations.size());
    long bytes = 0;
    while (results.size() < mutations.size()) {
      var first = mutations.get(results.size());
      var inserts = inserts(mutations, results.size());
      if (inserts.isEmpty()) {
        results.add(apply(sql, first));
        bytes = mutations.size() == 1 ? 0 : bounded(bytes, results.getLast());
      } else {
        store(first, () -> first.table().insert(sql, inserts));
        inserts.forEach(made -> results.add(new Mutation.Result(null, made)));
      }
    }
    log(sql, mutations, results);
    requireCurrent(sql, mutations);
    int count = results.size();
    sql.afterCommit(() -> written.add(count));
    return results;
  }

  /**
   * The bytes of records that are kept until the transaction ends, with those of one more; 413
   * where it is too much.
   */
  static long bounded(long bytes, Mutation.Result result) {
    long all = bytes + (result.before() == null ? 0 : result.before().bytes());
    if (all > MOST_BYTES) {
      throw Problem.of(
          Problem.Kind.TOO_LARGE,
          TOO_LARGE,
          "The records to change have more than 16 MiB together; change fewer of them at once.");
    }
    return all;
  }

  /** The inserts into one table that follow each other, as many as one statement takes. */
  private static List<StoredRecord> inserts(List<PreparedMutation> mutations, int from) {
    var table = mutations.get(from).table();
    if (mutations.get(from).insert() == null) {
      return List.of();
    }
    int end = Math.min(mutations.size(), from + table.bulkRows());
    var inserts = new ArrayList<StoredRecord>(end - from);
    for (int i = from; i < end; i++) {
      @Nullable StoredRecord made = mutations.get(i).insert();
      if (made == null || mutations.get(i).table() != table) {
        break;
      }
      inserts.add(made);
    }
    return inserts;
  }

  /** Runs a statement that constraints of the database may refuse. */
  private static void store(PreparedMutation mutation, Runnable statement) {
    try {
      statement.run();
    } catch (ConstraintViolation e) {
      throw mutation.refused(e);
    }
  }

  private Mutation.Result apply(Sql sql, PreparedMutation prepared) {
    var before = prepared.find(sql, true);
    var mutation = prepared.isChecked() ? prepared : askedWithin(sql, prepared, before);
    var after = mutation.after(before);
    var result = new Mutation.Result(before, after);
    if (before == null && after != null) {
      store(mutation, () -> mutation.table().insert(sql, List.of(after)));
    } else if (before != null && after == null) {
      mutation.table().delete(sql, before.id());
    } else if (before != null && after != null && !result.isUnchanged()) {
      store(mutation, () -> mutation.table().update(sql, before, after));
    }
    return result;
  }

  /** Asks in the transaction, where a handler may write, but not to this very record. */
  private PreparedMutation askedWithin(
      Sql sql, PreparedMutation prepared, @Nullable StoredRecord before) {
    var asked = database.withinTransaction(() -> prepared.asked(hooks, before, ids::create));
    try {
      @Nullable StoredRecord _ = before == null ? null : asked.expect(before).find(sql, true);
    } catch (VersionConflict _) {
      LOG.error(
          "a hook has changed the record of '{}' that it was asked about; it has to set the fields"
              + " of the draft, request {}",
          prepared.mutation().collection(),
          RequestId.current());
      throw HookHandler.failed();
    }
    return asked;
  }

  /** Tells those who listen to the collections. */
  private void log(Sql sql, List<PreparedMutation> mutations, List<Mutation.Result> results) {
    var changes = new ArrayList<Change>(0);
    for (int i = 0; i < results.size(); i++) {
      var mutation = mutations.get(i);
      if (log.isWanted(mutation.table().collection().number()) && !results.get(i).isUnchanged()) {
        changes.add(mutation.change(results.get(i)));
      }
    }
    if (!changes.isEmpty()) {
      log.append(sql, changes);
    }
  }

  private void requireCurrent(Sql sql, List<PreparedMutation> mutations) {
    @Nullable RecordTable last = null;
    for (var mutation : mutations) {
      if (mutation.table() != last) {
        last = mutation.table();
        collections.requireCurrent(sql, last.collection());
      }
    }
  }

  /** The record has changed since it was read. */
  static final class VersionConflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VersionConflict() {
      super(null, null, false, false);
    }
  }
}
