package dev.tinybase.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.collections.Collection;
import dev.tinybase.db.Dialect;

/** Keeps the {@link RecordTable} of the version of each collection that was used last. */
final class RecordTables {
  private static final int MOST = 1000;

  private final Dialect dialect;
  private final Totals totals = new Totals();
  private final Cache<Integer, RecordTable> byNumber =
      Caffeine.newBuilder().maximumSize(MOST).build();

  RecordTables(Dialect dialect) {
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
}
