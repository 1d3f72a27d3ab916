package dev.tinybase.functions.history;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The ids of calls: UUIDv7 (RFC 9562 section 5.7), which grow with time, so that the order of the
 * ids is the order of the calls and a moment is a bound among them.
 */
public final class CallIds {
  private final TimeOrderedEpochFactory factory;

  public CallIds(InstantSource clock) {
    factory = TimeOrderedEpochFactory.builder().withInstantFunction(clock::instant).build();
  }

  /** The id of a call that comes in now. */
  public UUID next() {
    return factory.create();
  }

  /** The least id of a moment. */
  static UUID least(Instant moment) {
    long millis = Math.clamp(moment.toEpochMilli(), 0, (1L << 48) - 1);
    return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L);
  }
}
