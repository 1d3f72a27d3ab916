package dev.tinybase.secrets;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A secret without its value.
 *
 * @param updatedAt when it was set; null for one of the environment
 */
public record SecretInfo(String name, Source source, @Nullable Instant updatedAt) {
  /** Where a value comes from; the environment goes before the store. */
  public enum Source {
    ENVIRONMENT,
    STORE
  }
}
