package dev.tinybase.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.collections.Collection;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.SchemaChanged;
import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The {@link RecordTable} of the version of each collection that was used last. Works on them run
 * again when a collection turns out to be another by now than this process knew.
 */
final class RecordTables {
  private static final int MOST = 1000;

  /** How often a schema may change under a work before its caller has to come again. */
  private static final int ATTEMPTS = 8;

  private final CollectionService collections;
  private final Dialect dialect;
  private final Totals totals = new Totals();
  private final Cache<Integer, RecordTable> byNumber =
      Caffeine.newBuilder().maximumSize(MOST).build();

  RecordTables(CollectionService collections, Dialect dialect) {
    this.collections = collections;
    this.dialect = dialect;
  }

  RecordTable of(Collection collection) {
    var known = byNumber.getIfPresent(collection.number());
    if (known != null && known.collection().schemaVersion() == collection.schemaVersion()) {
      return known;
    }
    var made = new RecordTable(collection, dialect, totals);
    byNumber.put(collection.number(), made);
    return made;
  }

  /** Runs a work that writes; what it was prepared for is compared within its transaction. */
  <T> T write(Function<Lookup, T> work) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      var used = new Lookup();
      try {
        return work.apply(used);
      } catch (Problem e) {
        throw e;
      } catch (Violations.PossiblyStale e) {
        if (!used.isOutdated()) {
          throw e.problem();
        }
      } catch (RuntimeException e) {
        // a column may be gone, or hold values of another type
        if (!used.isOutdated()) {
          throw e;
        }
      }
    }
    throw Violations.changed();
  }

  /** Runs a work that reads one collection, and compares afterwards. */
  <T> T read(String name, Function<RecordTable, T> work) {
    return write(used -> {
      var table = used.table(name);
      var result = work.apply(table);
      if (collections.hasChanged(table.collection())) {
        throw new SchemaChanged("values may have been read as another type than theirs");
      }
      return result;
    });
  }

  /** Finds tables, and remembers which. */
  final class Lookup {
    private final List<Collection> used = new ArrayList<>(1);

    private Lookup() {}

    /** That of the collection of that name; 404 without one. */
    RecordTable table(String name) {
      var collection = collections.get(name);
      used.add(collection);
      return of(collection);
    }

    private boolean isOutdated() {
      return used.stream()
          .anyMatch(collection -> {
            collections.reload(collection.name());
            return collections.hasChanged(collection);
          });
    }
  }
}
