package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.collections.Collection;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.db.SchemaChanged;
import dev.tinybase.errors.Problem;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The records of all collections. Every method acts as a principal and holds it to the collection's
 * access rules, whoever calls: HTTP, the command line, or code inside the server.
 *
 * <p>Problems of all of them: 404 for an unknown collection or record, 403 where the rule refuses
 * (401 for a change without an account), 400 for data that the schema refuses.
 */
public final class RecordService {
  /** How often a schema may change under a request before the caller has to come again. */
  private static final int ATTEMPTS = 8;

  private final CollectionService collections;
  private final RecordTables tables;
  private final RecordReader reader;
  private final RecordWriter writer;
  private final InstantSource clock;

  public RecordService(Database database, CollectionService collections, InstantSource clock) {
    this.collections = collections;
    this.clock = clock;
    this.tables = new RecordTables(database.dialect());
    this.reader = new RecordReader(database);
    this.writer = new RecordWriter(database, collections, clock);
  }

  /** Makes a record; 409 when an admin names an id that exists. */
  public RecordDocument create(Principal principal, String collection, NewRecord draft) {
    return on(
        collection,
        Action.CREATE,
        principal,
        (table, access) -> table.view(access).document(writer.create(table, access, draft)));
  }

  /** One record. */
  public RecordDocument get(Principal principal, String collection, UUID id) {
    return get(principal, collection, id, RecordJson::document);
  }

  /** One record in a form of the caller's. */
  public <T> T get(
      Principal principal, String collection, UUID id, BiFunction<RecordJson, Row, T> form) {
    return on(
        collection, Action.READ, principal, (table, access) -> reader.get(table, access, id, form));
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
      Function<RecordView, ListQuery> query,
      RecordSink.Factory<T> sink) {
    return on(
        collection,
        Action.LIST,
        principal,
        (table, access) -> reader.prepare(table, access, query).read(sink));
  }

  /** A list that is checked now and read later, whose collection must not change meanwhile. */
  public PreparedList prepare(
      Principal principal, String collection, Function<RecordView, ListQuery> query) {
    var known = collections.get(collection);
    var access = new AccessCheck(Action.LIST, known, principal, clock);
    return reader.prepare(tables.of(known), access, query);
  }

  /**
   * Sets some fields and leaves the others alone; 412 when the record is not at the version that
   * the change expects. A change that changes nothing makes no new version.
   */
  public RecordDocument patch(
      Principal principal, String collection, UUID id, RecordChange change) {
    return on(
        collection,
        Action.UPDATE,
        principal,
        (table, access) -> table.view(access).document(writer.patch(table, access, id, change)));
  }

  /** Sets all fields, to their defaults where the data has none; else as {@link #patch}. */
  public RecordDocument replace(
      Principal principal, String collection, UUID id, RecordChange change) {
    return on(
        collection,
        Action.UPDATE,
        principal,
        (table, access) -> table.view(access).document(writer.replace(table, access, id, change)));
  }

  /** Deletes a record; 412 when it is not at the version that the caller expects. */
  public void delete(Principal principal, String collection, UUID id, Precondition precondition) {
    on(
        collection,
        Action.DELETE,
        principal,
        (table, access) -> writer.delete(table, access, id, precondition));
  }

  /** Works on the collection as we know it, and again when it turns out to have changed. */
  private <T> T on(
      String name,
      Action action,
      Principal principal,
      BiFunction<RecordTable, AccessCheck, T> work) {
    var collection = collections.get(name);
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return attempt(collection, action, principal, work);
      } catch (Problem e) {
        throw e;
      } catch (ConstraintViolation e) {
        if (!Violations.mayBeStale(e) || !isOutdated(collection)) {
          throw Violations.problem(e, collection.visibility(principal.isAdmin()));
        }
        collection = collections.get(name);
      } catch (RuntimeException e) {
        collection = changed(collection, e);
      }
    }
    throw Violations.changed();
  }

  /**
   * What the collection has become, when that may be why a column is gone or holds values of
   * another type; else the failure itself.
   */
  private Collection changed(Collection known, RuntimeException failure) {
    if (!isOutdated(known)) {
      throw failure;
    }
    return collections.get(known.name());
  }

  private boolean isOutdated(Collection known) {
    collections.reload(known.name());
    return collections.hasChanged(known);
  }

  private <T> T attempt(
      Collection collection,
      Action action,
      Principal principal,
      BiFunction<RecordTable, AccessCheck, T> work) {
    var result =
        work.apply(tables.of(collection), new AccessCheck(action, collection, principal, clock));
    boolean reads = action == Action.LIST || action == Action.READ;
    if (reads && collections.hasChanged(collection)) {
      throw new SchemaChanged("values may have been read as another type than theirs");
    }
    return result;
  }
}
