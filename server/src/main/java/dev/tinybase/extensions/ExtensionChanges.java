package dev.tinybase.extensions;

import dev.tinybase.collections.CollectionBatch;
import dev.tinybase.collections.CollectionChange;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.Topic;
import java.util.List;
import java.util.function.Function;

/**
 * Changes of what is installed: one after the other on all nodes, each in one transaction with what
 * becomes of collections.
 */
final class ExtensionChanges {
  private final CollectionService collections;
  private final ExtensionTable table;
  private final ExtensionRuntime runtime;

  ExtensionChanges(CollectionService collections, ExtensionTable table, ExtensionRuntime runtime) {
    this.collections = collections;
    this.table = table;
    this.runtime = runtime;
  }

  /** Makes a change; this node follows before it returns, the others when they hear of it. */
  <T> T run(Function<CollectionBatch, T> work) {
    T result =
        collections.together(
            false,
            batch -> {
              table.lock(batch.sql());
              var done = work.apply(batch);
              batch.sql().announce(Topic.EXTENSIONS);
              return done;
            });
    runtime.follow();
    return result;
  }

  /** Its collections, beside what the other extensions have. */
  List<CollectionChange> apply(CollectionBatch batch, ReviewedExtension reviewed) {
    for (var other : table.list(batch.sql())) {
      if (!other.name().equals(reviewed.name())) {
        reviewed.requireApartFrom(other);
      }
    }
    return new ExtensionCollections(reviewed.name(), batch).apply(reviewed.collections());
  }

  /** What {@link #apply} would do. */
  List<CollectionChange> preview(ReviewedExtension reviewed) {
    return collections.together(true, batch -> apply(batch, reviewed));
  }
}
