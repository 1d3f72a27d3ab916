package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.Database;
import dev.tinybase.filters.Filter;
import dev.tinybase.filters.Variables;
import java.time.InstantSource;

/**
 * Exports the records of a collection in the order of their ids, as one consistent state whatever
 * is written meanwhile, in bounded memory. What it writes can be imported again.
 */
public final class Exporter {
  private final Database database;
  private final CollectionService collections;
  private final InstantSource clock;

  public Exporter(Database database, CollectionService collections, InstantSource clock) {
    this.database = database;
    this.collections = collections;
    this.clock = clock;
  }

  /**
   * Checks the request; nothing is read before {@link Export#writeTo}. Problems: 403 for others
   * than admins, 404 for an unknown collection, 400 for a filter or field that makes no sense.
   */
  public Export prepare(Principal principal, String collection, ExportRequest request) {
    Transfers.adminsOnly(principal, "export");
    var table = new RecordTable(collections.get(collection), database.dialect());
    var view =
        new RecordView(table.collection(), database.dialect(), table.collection().visibility(true));
    var filter = view.filter(request.filter());
    var where =
        filter.equals(Filter.EVERYTHING)
            ? Condition.TRUE
            : Condition.of(table.filterSql().compile(filter).bind(variables(principal)));
    var json = view.json(request.fields());
    var select = table.sql().select(json.columns()) + where.where() + " order by id";
    return new Export(collection, database, select, where.with(), json, request.format(), clock);
  }

  private Variables variables(Principal principal) {
    var email = principal instanceof Principal.User user ? user.email() : null;
    return new Variables(principal.userId(), email, true, clock.instant());
  }
}
