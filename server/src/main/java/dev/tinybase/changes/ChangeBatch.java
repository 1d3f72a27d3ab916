package dev.tinybase.changes;

import dev.tinybase.changes.Change.Logged;
import java.util.List;

/**
 * What the log has after a number.
 *
 * @param changes in the order of their numbers
 * @param position the number to go on after: that of the last change looked at
 * @param gap whether changes between that number and the first of these were removed unread,
 *     because there were too many or they were too old
 */
public record ChangeBatch(List<Logged> changes, long position, boolean gap) {
  public ChangeBatch {
    changes = List.copyOf(changes);
  }
}
