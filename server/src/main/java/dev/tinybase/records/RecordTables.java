package dev.tinybase.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tinybase.collections.Collection;
import dev.tinybase.db.Dialect;

/** Keeps the {@link RecordTable} of each version of a collection as long as the version lives. */
final class RecordTables {
  private final Dialect dialect;
  private final Cache<Collection, RecordTable> tables = Caffeine.newBuilder().weakKeys().build();

  RecordTables(Dialect dialect) {
    this.dialect = dialect;
  }

  RecordTable of(Collection collection) {
    var known = tables.getIfPresent(collection);
    if (known == null) {
      known = new RecordTable(collection, dialect);
      tables.put(collection, known);
    }
    return known;
  }
}
