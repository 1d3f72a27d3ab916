package dev.tinybase.transfer;

import org.jspecify.annotations.Nullable;

/** The entries of a file in their order, read as they are asked for. */
@FunctionalInterface
public interface Entries {
  /**
   * The next one; null at the end, and after an {@link Entry.Broken}.
   *
   * @throws java.io.UncheckedIOException when the stream fails
   */
  @Nullable Entry next();
}
