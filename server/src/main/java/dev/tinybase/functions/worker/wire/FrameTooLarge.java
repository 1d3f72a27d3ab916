package dev.tinybase.functions.worker.wire;

import java.io.IOException;
import java.io.Serial;

/** A message is larger than the limit; nothing of it was sent. */
public final class FrameTooLarge extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  FrameTooLarge(long bytes, int limit) {
    super("%,d bytes are more than the limit of %,d bytes".formatted(bytes, limit));
  }
}
