package dev.tinybase.records;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about a record's owner.
 *
 * @param said whether it says anything
 * @param id null for nobody
 */
public record Owner(boolean said, @Nullable UUID id) {
  /** Nothing: the caller when a record is made, no change later. */
  public static final Owner UNSAID = new Owner(false, null);

  /** This user, or nobody. */
  public static Owner of(@Nullable UUID id) {
    return new Owner(true, id);
  }

  /** The one that was said, else the other one. */
  @Nullable UUID or(@Nullable UUID other) {
    return said ? id : other;
  }
}
