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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one place where records change. What can be checked without the stored record is checked
 * before; in the transaction the record is read and held, the rules are tested, and it is written.
 */
final class RecordWriter {
  private static final int ATTEMPTS = 8;

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Database database;
  private final CollectionService collections;
  private final ChangeLog log;
  private final List<Mutation.Interceptor> interceptors;
  private final InstantSource clock;

  /** Makes ids that grow with time (UUIDv7, RFC 9562 section 5.7), also within a millisecond. */
  private final TimeOrderedEpochFactory ids;

  RecordWriter(
      Database database,
      CollectionService collections,
      ChangeLog log,
      List<Mutation.Interceptor> interceptors,
      InstantSource clock) {
    this.database = database;
    this.collections = collections;
    this.log = log;
    this.interceptors = List.copyOf(interceptors);
    this.clock = clock;
    ids = TimeOrderedEpochFactory.builder().withInstantFunction(clock::instant).build();
  }

  /** Checks a mutation; one that an interceptor wants is checked after it was asked. */
  PreparedMutation prepare(RecordTable table, Principal principal, Mutation mutation) {
    var prepared = new PreparedMutation(table, principal, mutation, clock);
    for (var interceptor : interceptors) {
      if (interceptor.wants(mutation)) {
        return prepared;
      }
    }
    return prepared.check(ids::create);
  }

  /** Applies mutations, all or none of them. */
  List<Mutation.Result> write(List<PreparedMutation> mutations) {
    return mutations.size() > 1 || mutations.getFirst().isChecked() || database.inTransaction()
        ? transact(mutations, sql -> apply(sql, mutations))
        : writeOptimistically(mutations.getFirst());
  }

  /**
   * Runs a work that applies these mutations. Where interceptors want some of them it has a
   * transaction on this thread, because they must not be asked on the thread that writes for all.
   */
  <T extends @Nullable Object> T transact(List<PreparedMutation> mutations, Database.Work<T> work) {
    return mutations.stream().allMatch(PreparedMutation::isChecked)
        ? database.write(work)
        : database.transaction(LONGEST, () -> database.write(work));
  }

  /** Applies mutations within a transaction, in their order. */
  List<Mutation.Result> apply(Sql sql, List<PreparedMutation> mutations) {
    var results = new ArrayList<Mutation.Result>(mutations.size());
    while (results.size() < mutations.size()) {
      var first = mutations.get(results.size());
      var inserts = inserts(mutations, results.size());
      if (inserts.isEmpty()) {
        results.add(apply(sql, first));
      } else {
        store(first, () -> first.table().insert(sql, inserts));
        inserts.forEach(made -> results.add(new Mutation.Result(null, made)));
      }
    }
    log(sql, mutations, results);
    requireCurrent(sql, mutations);
    return results;
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
    var mutation = prepared.isChecked() ? prepared : ask(prepared, before);
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

  /** Reads, asks, and writes if the record is then still as it was read; else again. */
  private List<Mutation.Result> writeOptimistically(PreparedMutation prepared) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      @Nullable StoredRecord seen = database.read(sql -> prepared.find(sql, false));
      var asked = List.of(ask(prepared, seen).expect(seen));
      try {
        return database.write(sql -> apply(sql, asked));
      } catch (VersionConflict _) {
        // somebody else was faster
      }
    }
    throw Problem.conflict(
        "write_conflict", "Others change this record at every moment; try again.");
  }

  private PreparedMutation ask(PreparedMutation prepared, @Nullable StoredRecord stored) {
    var principal = prepared.access().principal();
    var mutation = prepared.mutation();
    for (var interceptor : interceptors) {
      if (interceptor.wants(mutation)) {
        mutation = interceptor.before(principal, mutation, stored);
      }
    }
    return new PreparedMutation(prepared.table(), principal, mutation, clock).check(ids::create);
  }

  /** The record has changed since it was read. */
  static final class VersionConflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VersionConflict() {
      super(null, null, false, false);
    }
  }
}
