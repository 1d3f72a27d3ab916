package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.collections.Collection;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.hooks.HookRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of all collections. Every method acts as a principal and holds it to the collection's
 * access rules, whoever calls: HTTP, the command line, or code inside the server.
 *
 * <p>Problems of all of them: 404 for an unknown collection, and for a record that does not exist
 * or that the read rule hides from the caller; 403 where the rule refuses (401 for a change without
 * an account); 400 for data that the schema refuses.
 */
public final class RecordService {
  private final HookRegistry hooks;
  private final CollectionService collections;
  private final Database database;
  private final RecordWriter writer;
  private final RecordTotals totals;
  private final RecordTables tables;
  private final RecordReader reader;

  /**
   * The records of a database.
   *
   * @param hooks who is asked before something happens to a record
   */
  public RecordService(
      Database database,
      CollectionService collections,
      ChangeLog changes,
      HookRegistry hooks,
      InstantSource clock) {
    this.hooks = hooks;
    this.collections = collections;
    this.database = database;
    totals = new RecordTotals(database.dialect());
    tables = new RecordTables(database, collections, totals);
    reader = new RecordReader(database, collections, tables, hooks, clock);
    this.writer = new RecordWriter(database, collections, changes, new RecordHooks(hooks), clock);
  }

  /** One record. */
  public RecordJson.Document get(Principal principal, String collection, UUID id) {
    return get(principal, collection, id, RecordForm.DOCUMENT, _ -> {});
  }

  /**
   * One record in a form of the caller's.
   *
   * @param large is told how many bytes a large record will have, roughly, before a connection is
   *     taken, and may refuse it
   */
  public <T> T get(
      Principal principal, String collection, UUID id, RecordForm<T> form, LongConsumer large) {
    return reader.get(principal, collection, id, form, large);
  }

  /**
   * One page of records.
   *
   * @param query what is asked for of the version that answers; 400 for what makes no sense
   * @param sink what becomes of the records
   */
  public <T> T list(
      Principal principal,
      String collection,
      Function<ListQuery.Parser, ListQuery> query,
      RecordSink.Factory<T> sink) {
    return reader.list(principal, collection, query, sink);
  }

  /** How many records this process has made, changed and deleted since its start. */
  public long written() {
    return writer.written();
  }

  /** How many records each collection has, by the collections' names in their order. */
  public Map<String, Long> sizes() {
    var totals = database.read(RecordTotals::all);
    var sizes = new LinkedHashMap<String, Long>();
    collections
        .list()
        .forEach(known -> sizes.put(known.name(), totals.getOrDefault(known.number(), 0L)));
    return sizes;
  }

  /**
   * On PostgreSQL: sums up what the sessions of writers have counted, where there are many, and
   * tells for how many collections.
   */
  public long sumUpTotals() {
    var crowded = database.read(totals::crowded);
    long done = 0;
    for (var number : crowded) {
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      database.write(sql -> totals.sumUp(sql, number));
      done++;
    }
    return done;
  }

  /**
   * A list that is checked now and read later, whose collection must not change meanwhile.
   *
   * @param asksHooks whether records pass those who are asked before they are read
   */
  public PreparedList prepare(
      Principal principal,
      String collection,
      Function<ListQuery.Parser, ListQuery> query,
      boolean asksHooks) {
    return reader.prepare(principal, collection, query, asksHooks);
  }

  /**
   * Changes one record, and gives it as it is then; empty for one that was deleted, or that the
   * caller may not read.
   */
  public Optional<RecordJson.Document> apply(Principal principal, Mutation mutation) {
    return apply(principal, mutation, RecordForm.DOCUMENT);
  }

  /**
   * The same in a form of the caller's. Where hooks of reading do not let the record out it is
   * changed nevertheless, and given as one that the caller may not read.
   */
  public <T> Optional<T> apply(Principal principal, Mutation mutation, RecordForm<T> form) {
    var applied =
        tables.use(
            mutation.collection(),
            used -> {
              var prepared = List.of(prepare(used, principal, mutation));
              return new Applied(prepared, writer.write(prepared));
            });
    var asked = ReadHooks.of(hooks, mutation.collection(), principal);
    return applied.mutations().getFirst().shown(applied.results().getFirst(), form, asked);
  }

  /** Mutations, and what became of the records. */
  private record Applied(List<PreparedMutation> mutations, List<Mutation.Result> results) {}

  /**
   * Changes records in their order, all of them or none.
   *
   * @throws dev.tinybase.errors.Problem of the first mutation that is refused, with its place in
   *     the list as the member {@code index}; 413 where the records to change are too large for one
   *     transaction
   */
  public List<AppliedMutation> apply(Principal principal, List<Mutation> mutations) {
    if (mutations.isEmpty()) {
      return List.of();
    }
    var applied =
        tables.use(
            mutations.getFirst().collection(),
            used -> {
              var batch = new RecordBatch(writer, true);
              var prepared = batch.prepare(mutations, each -> prepare(used, principal, each));
              return batch.transact(
                  prepared, asked -> sql -> new Applied(asked, batch.apply(sql, asked)));
            });
    return shown(principal, applied, true);
  }

  /** {@link #apply(Principal, List)} with statements of the caller's, as the other. */
  public <T> T applyWithin(
      Principal principal,
      List<Mutation> mutations,
      BiFunction<Sql, Supplier<List<AppliedMutation>>, T> work,
      Function<List<AppliedMutation>, T> later) {
    return applyWithin(principal, mutations, new RecordBatch(writer, true), work, later);
  }

  /**
   * Changes one record with statements of the caller's in the same transaction.
   *
   * @param work what to do there; it gets the change, whose result is the record as it is then, or
   *     nothing where hooks of reading have to be asked, which is not done in a transaction
   * @param later gets what these hooks let out, after the transaction
   */
  public <T> T applyWithin(
      Principal principal,
      Mutation mutation,
      BiFunction<Sql, Supplier<Optional<RecordJson.Document>>, T> work,
      Function<Optional<RecordJson.Document>, T> later) {
    return applyWithin(
        principal,
        List.of(mutation),
        new RecordBatch(writer, false),
        (sql, change) -> work.apply(sql, () -> change.get().getFirst().record()),
        shown -> later.apply(shown.getFirst().record()));
  }

  private <T> T applyWithin(
      Principal principal,
      List<Mutation> mutations,
      RecordBatch batch,
      BiFunction<Sql, Supplier<List<AppliedMutation>>, T> work,
      Function<List<AppliedMutation>, T> later) {
    var applied = new AtomicReference<@Nullable Applied>();
    T done =
        tables.use(
            mutations.getFirst().collection(),
            used ->
                batch.transact(
                    batch.prepare(mutations, each -> prepare(used, principal, each)),
                    asked ->
                        sql -> {
                          applied.set(null);
                          return work.apply(
                              sql,
                              () -> {
                                var made = new Applied(asked, batch.apply(sql, asked));
                                applied.set(made);
                                return shown(principal, made, false);
                              });
                        }));
    var made = applied.get();
    if (made == null
        || mutations.stream()
            .allMatch(it -> ReadHooks.of(hooks, it.collection(), principal) == null)) {
      return done;
    }
    return later.apply(shown(principal, made, true));
  }

  /**
   * Changed records as the caller may see them.
   *
   * @param asksHooks whether hooks of reading are asked; else what they have to see stays hidden
   */
  private List<AppliedMutation> shown(Principal principal, Applied applied, boolean asksHooks) {
    var shown = new ArrayList<AppliedMutation>(applied.mutations().size());
    for (int i = 0; i < applied.mutations().size(); i++) {
      var mutation = applied.mutations().get(i);
      var result = applied.results().get(i);
      var asked = ReadHooks.of(hooks, mutation.mutation().collection(), principal);
      Optional<RecordJson.Document> record =
          asked != null && !asksHooks
              ? Optional.empty()
              : mutation.shown(result, RecordForm.DOCUMENT, asked);
      shown.add(new AppliedMutation(result.before() == null, record));
    }
    return shown;
  }

  /**
   * Prepares each of many mutations of a collection, to be applied as long as the collection stays
   * at this version.
   *
   * @param asksHooks whether the handlers of before-hooks are asked
   */
  public Function<Mutation, PreparedMutation> preparer(
      Principal principal, Collection collection, boolean asksHooks) {
    var table = tables.of(collection);
    return mutation -> writer.prepare(table, principal, mutation, asksHooks);
  }

  /**
   * Runs a work in a transaction in which these mutations can be applied. What hooks refuse fails
   * when it is applied.
   *
   * @param work gets the mutations to apply, in the same order; it may be asked for again, with
   *     others, when records have changed meanwhile
   */
  public <T extends @Nullable Object> T transact(
      List<PreparedMutation> mutations, Function<List<PreparedMutation>, Database.Work<T>> work) {
    return writer.transact(mutations, work);
  }

  /**
   * Applies mutations within {@link #transact}, in their order.
   *
   * @throws dev.tinybase.db.SchemaChanged when their collection has changed since they were
   *     prepared
   */
  public List<Mutation.Result> apply(Sql sql, List<PreparedMutation> mutations) {
    try {
      return writer.apply(sql, mutations);
    } catch (Violations.PossiblyStale e) {
      mutations.forEach(each -> collections.requireCurrent(each.table().collection()));
      throw e.problem();
    }
  }

  private PreparedMutation prepare(
      Function<String, RecordTable> used, Principal principal, Mutation mutation) {
    return writer.prepare(used.apply(mutation.collection()), principal, mutation, true);
  }
}
