package dev.tinybase.transfer;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.records.ListQuery;
import dev.tinybase.records.RecordService;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Exports the records of a collection in the order of their ids, as one consistent state whatever
 * is written meanwhile, in bounded memory. What it writes can be imported again.
 */
public final class Exporter {
  private final RecordService records;
  private final InstantSource clock;

  public Exporter(RecordService records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * Checks the request; nothing is read before {@link Export#writeTo}. Problems: 403 for others
   * than admins, 404 for an unknown collection, 400 for a filter or field that makes no sense.
   *
   * @param filter the query parameters {@code filter} and {@code filter[…]}; others are left alone
   * @param fields the fields of the data; null for all
   */
  public Export prepare(
      Principal principal,
      String collection,
      Format format,
      Map<String, List<String>> filter,
      @Nullable List<String> fields) {
    if (!principal.isAdmin()) {
      throw Problem.forbidden("admin_only", "Only admins may export records.");
    }
    var list =
        records.prepare(
            principal,
            collection,
            view ->
                new ListQuery(
                    view.sort("id"),
                    view.filter(filter),
                    view.json(fields),
                    ListQuery.ALL,
                    0,
                    null,
                    false));
    return new Export(collection, list, format, clock);
  }
}
