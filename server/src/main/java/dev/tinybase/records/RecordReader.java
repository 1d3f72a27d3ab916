package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.db.SchemaChanged;
import dev.tinybase.filters.SqlFragment;
import dev.tinybase.hooks.HookRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Reads records for {@link RecordService}: straight from rows where nobody has to be asked, else
 * with every field, and hooks are asked when the connection has been given back.
 */
final class RecordReader {
  private final Database database;
  private final CollectionService collections;
  private final RecordTables tables;
  private final HookRegistry hooks;
  private final InstantSource clock;

  RecordReader(
      Database database,
      CollectionService collections,
      RecordTables tables,
      HookRegistry hooks,
      InstantSource clock) {
    this.database = database;
    this.collections = collections;
    this.tables = tables;
    this.hooks = hooks;
    this.clock = clock;
  }

  <T> T get(
      Principal principal, String collection, UUID id, RecordForm<T> form, LongConsumer large) {
    var asked = ReadHooks.of(hooks, collection, principal);
    return asked == null
        ? read(
            collection,
            AccessCheck.Action.READ,
            principal,
            (table, access) -> get(table, access, table.json(access), id, form::of, large))
        : read(
                collection,
                AccessCheck.Action.READ,
                principal,
                (table, access) ->
                    new Unshown(
                        get(table, access, table.whole(), id, RecordJson::whole, large),
                        table.json(access)))
            .show(asked, form);
  }

  /** A record that hooks are still to be asked about, and what its reader may see of it. */
  private record Unshown(WholeRecord record, RecordJson shown) {
    <T> T show(ReadHooks hooks, RecordForm<T> form) {
      return hooks.show(record, shown, form);
    }
  }

  <T> T list(
      Principal principal,
      String collection,
      Function<ListQuery.Parser, ListQuery> query,
      RecordSink.Factory<T> sink) {
    var asked = ReadHooks.of(hooks, collection, principal);
    return asked == null
        ? read(
            collection,
            AccessCheck.Action.LIST,
            principal,
            (table, access) -> new PreparedList(database, table, access, query, null).read(sink))
        : read(
                collection,
                AccessCheck.Action.LIST,
                principal,
                (table, access) ->
                    new PreparedList(database, table, access, query, asked)
                        .read(new WholeRows.Page(table.whole(), sink)))
            .pass(asked, sink);
  }

  PreparedList prepare(
      Principal principal,
      String collection,
      Function<ListQuery.Parser, ListQuery> query,
      boolean asksHooks) {
    var known = collections.get(collection);
    var access = new AccessCheck(AccessCheck.Action.LIST, known, principal, clock);
    var asked = asksHooks ? ReadHooks.of(hooks, collection, principal) : null;
    return new PreparedList(database, tables.of(known), access, query, asked);
  }

  /** One record; one that the rule hides is not found, as one that does not exist. */
  private <T> T get(
      RecordTable table,
      AccessCheck access,
      RecordJson json,
      UUID id,
      BiFunction<RecordJson, Row, T> form,
      LongConsumer large) {
    var where = SqlFragment.of("id = ?", id).and(table.visible(access));
    var text = table.select(json.columns()) + where.where() + table.held(database);
    Database.Work<Optional<T>> work =
        sql ->
            sql.first(
                text,
                row -> {
                  var made = form.apply(json, row);
                  table.size().saw(row.bytesRead(), 1);
                  return made;
                },
                where.with());
    boolean isLarge = table.size().areLarge(1);
    if (isLarge) {
      large.accept(table.size().of(1));
    }
    return (isLarge ? database.snapshot(work) : database.read(work))
        .orElseThrow(() -> table.notFound(id));
  }

  /** Runs a work that reads one collection, and compares afterwards. */
  private <T> T read(
      String name,
      AccessCheck.Action action,
      Principal principal,
      BiFunction<RecordTable, AccessCheck, T> work) {
    return tables.use(
        name,
        used -> {
          var table = used.apply(name);
          var access = new AccessCheck(action, table.collection(), principal, clock);
          var result = work.apply(table, access);
          if (collections.hasChanged(table.collection())) {
            throw new SchemaChanged("values may have been read as another type than theirs");
          }
          return result;
        });
  }
}
