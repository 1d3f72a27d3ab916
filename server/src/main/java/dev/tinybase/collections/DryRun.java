package dev.tinybase.collections;

import dev.tinybase.db.Database;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a work as it would run in earnest and then takes it back, so that what it tells is what
 * would happen, down to the records that stand in the way.
 */
final class DryRun {
  private DryRun() {}

  static <T> T write(Database database, boolean dryRun, Database.Work<T> work) {
    if (!dryRun) {
      return database.write(work);
    }
    var result = new AtomicReference<@Nullable T>();
    try {
      database.write(sql -> {
        result.set(work.run(sql));
        throw new TakenBack();
      });
    } catch (TakenBack _) {
      // as intended
    }
    return Objects.requireNonNull(result.get());
  }

  private static final class TakenBack extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TakenBack() {
      super("dry run", null, false, false);
    }
  }
}
