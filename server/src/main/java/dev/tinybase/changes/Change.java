package dev.tinybase.changes;

import dev.tinybase.changes.Change.Logged;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of one record, or an event that is no record's.
 *
 * @param collection the collection's number; of an event one of {@link #ACCOUNT_MADE} and the
 *     others
 * @param recordId of an event that of the account or the call
 * @param actor the user who made it; null where it was nobody with an account
 * @param before the record's JSON before the change; null where it was not there
 * @param after the record's JSON after the change, or the event's; null where it is gone
 * @param cause the handlers of hooks whose consequence it is, as their chain writes them; null for
 *     none
 */
public record Change(
    int collection,
    UUID recordId,
    Operation operation,
    @Nullable UUID actor,
    Instant at,
    @Nullable String before,
    @Nullable String after,
    @Nullable String cause) {
  /** Instead of a collection's number: somebody has an account. */
  public static final int ACCOUNT_MADE = -1;

  /** Instead of a collection's number: somebody has logged in. */
  public static final int LOGIN = -2;

  /** Instead of a collection's number: a call of a function has begun. */
  public static final int CALL_BEGUN = -3;

  /** Instead of a collection's number: a call of a function is over. */
  public static final int CALL_ENDED = -4;

  /** An event that is no record's, with its JSON. */
  public static Change event(
      int number, UUID id, @Nullable UUID actor, Instant at, String json, @Nullable String cause) {
    return new Change(number, id, Operation.CREATE, actor, at, null, json, cause);
  }

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
