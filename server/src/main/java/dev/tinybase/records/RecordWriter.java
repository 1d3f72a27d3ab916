package dev.tinybase.records;

import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.RecordStates;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and deletes records. What can be checked without the stored record is checked
 * before; on the writer the record is read, the rule tested, and the change written.
 */
final class RecordWriter {
  private final Database database;
  private final CollectionService collections;
  private final RecordIds ids;
  private final InstantSource clock;

  RecordWriter(Database database, CollectionService collections, InstantSource clock) {
    this.database = database;
    this.collections = collections;
    this.clock = clock;
    this.ids = new RecordIds(clock);
  }

  /** Makes one. */
  StoredRecord create(RecordTable table, AccessCheck access, NewRecord draft) {
    access.enter();
    adminsOnly(access, draft.id() != null, "id");
    adminsOnly(access, draft.owner().said(), "owner_id");
    var values = table.validator().create(draft.data(), access.visibility());
    var id = draft.id() == null ? ids.next() : draft.id();
    var now = Timestamps.now(clock);
    var made = new StoredRecord(id, draft.owner().or(access.userId()), now, now, 1, values);
    access.test(RecordStates.created(made.states(table.schema())));
    var parameters = RecordSql.parameters(made);
    database.write(sql -> {
      int count = sql.update(table.sql().insert(), parameters);
      collections.requireCurrent(table.collection());
      return count;
    });
    return made;
  }

  /** Sets some fields. */
  StoredRecord patch(RecordTable table, AccessCheck access, UUID id, RecordChange change) {
    access.admit();
    var patch = table.validator().patch(change.data(), access.visibility());
    return change(table, access, id, change, old -> Changes.apply(patch, old));
  }

  /** Sets every field that the caller may write, to its default where the data has none. */
  StoredRecord replace(RecordTable table, AccessCheck access, UUID id, RecordChange change) {
    access.admit();
    var validator = table.validator();
    var visibility = access.visibility();
    return change(
        table, access, id, change, old -> validator.replace(change.data(), old, visibility));
  }

  /** Deletes one. */
  int delete(RecordTable table, AccessCheck access, UUID id, Precondition precondition) {
    access.admit();
    return database.write(sql -> {
      var old = locked(sql, table, id);
      access.check(old.ownerId());
      access.test(RecordStates.of(old.states(table.schema())));
      precondition.check(old.version());
      int count = sql.update(table.sql().delete(), id);
      collections.requireCurrent(table.collection());
      return count;
    });
  }

  /** A change that changes nothing makes no new version. */
  private StoredRecord change(
      RecordTable table,
      AccessCheck access,
      UUID id,
      RecordChange change,
      UnaryOperator<@Nullable Object[]> values) {
    adminsOnly(access, change.owner().said(), "owner_id");
    return database.write(sql -> {
      var old = locked(sql, table, id);
      access.check(old.ownerId());
      var owner = change.owner().or(old.ownerId());
      var time = Timestamps.after(old.updatedAt(), clock);
      var made = old.changed(owner, time, values.apply(old.values()));
      access.test(RecordStates.updated(old.states(table.schema()), made.states(table.schema())));
      change.precondition().check(old.version());
      var saved = save(sql, table, old, made);
      collections.requireCurrent(table.collection());
      return saved;
    });
  }

  private static StoredRecord save(
      Sql sql, RecordTable table, StoredRecord old, StoredRecord made) {
    var positions = Changes.between(old.values(), made.values());
    if (positions.isEmpty() && Changes.same(old.ownerId(), made.ownerId())) {
      return old;
    }
    sql.update(table.sql().update(positions), RecordSql.parameters(made, positions));
    return made;
  }

  private static StoredRecord locked(Sql sql, RecordTable table, UUID id) {
    return sql.first(table.lockedById(), row -> StoredRecord.of(row, table.schema()), id)
        .orElseThrow(() -> RecordReader.notFound(table, id));
  }

  private static void adminsOnly(AccessCheck access, boolean said, String name) {
    if (said && !access.isAdmin()) {
      throw Problem.forbidden("admin_only", "Only admins may set '" + name + "' of a record.");
    }
  }
}
