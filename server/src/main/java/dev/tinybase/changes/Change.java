package dev.tinybase.changes;

import dev.tinybase.changes.Change.Logged;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of one record.
 *
 * @param collection the collection's number
 * @param actor the user who made it; null where it was nobody with an account
 * @param before the record's JSON before the change; null where it was not there
 * @param after the record's JSON after the change; null where it is gone
 */
public record Change(
    int collection,
    UUID recordId,
    Operation operation,
    @Nullable UUID actor,
    Instant at,
    @Nullable String before,
    @Nullable String after) {
  /** What happened to the record. */
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE
  }

  /**
   * A change with its number in the log. The numbers of one record grow in the order of its
   * changes.
   */
  public record Logged(long seq, Change change) {}

  /**
   * What the log has after a number.
   *
   * @param changes in the order of their numbers
   * @param position the number to go on after: that of the last change looked at
   * @param gap whether changes between that number and the first of these were removed unread,
   *     because there were too many or they were too old
   */
  public record Batch(List<Logged> changes, long position, boolean gap) {
    public Batch {
      changes = List.copyOf(changes);
    }
  }
}
