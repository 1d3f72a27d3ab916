package dev.tinybase.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.collections.Collection;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.function.Function;

/** What collections need at work, and works with it that outlive changes of collections. */
final class RecordTables {
  private static final int MOST_TABLES = 1000;

  /** How often a schema may change under a work before its caller has to come again. */
  private static final int ATTEMPTS = 8;

  private final Database database;
  private final CollectionService collections;
  private final RecordTotals totals;

  /** By the collections' numbers, each of the version that was used last. */
  private final Cache<Integer, RecordTable> tables =
      Caffeine.newBuilder().maximumSize(MOST_TABLES).build();

  RecordTables(Database database, CollectionService collections, RecordTotals totals) {
    this.database = database;
    this.collections = collections;
    this.totals = totals;
  }

  /** That of a version of a collection. */
  RecordTable of(Collection collection) {
    var known = tables.getIfPresent(collection.number());
    if (known != null && known.collection().schemaVersion() == collection.schemaVersion()) {
      return known;
    }
    var made = new RecordTable(collection, database.dialect(), totals);
    tables.put(collection.number(), made);
    return made;
  }

  /**
   * Runs a work, and again when a collection turns out to be another by now than this process knew;
   * a work that writes compares within its transaction what it was prepared for.
   *
   * @param name of the collection that it is about
   * @param work gets the tables of collections by their names
   */
  <T> T use(String name, Function<Function<String, RecordTable>, T> work) {
    return database.sharing(name, () -> repeated(work));
  }

  private <T> T repeated(Function<Function<String, RecordTable>, T> work) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      var used = new ArrayList<Collection>(1);
      try {
        return work.apply(name -> {
          var collection = collections.get(name);
          used.add(collection);
          return of(collection);
        });
      } catch (Problem e) {
        throw e;
      } catch (RuntimeException e) {
        // a column may be gone, or hold values of another type
        if (used.stream().noneMatch(this::isOutdated)) {
          throw e instanceof Violations.PossiblyStale stale ? stale.problem() : e;
        }
      }
    }
    throw Violations.changed();
  }

  private boolean isOutdated(Collection known) {
    collections.reload(known.name());
    return collections.hasChanged(known);
  }
}
