package dev.tinybase.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed.
 *
 * @param type such as {@code IllegalStateException}
 * @param retryAt when it is tried again; null where it is not
 */
record Failure(String type, String message, @Nullable Instant retryAt) {
  boolean isFinal() {
    return retryAt == null;
  }
}
