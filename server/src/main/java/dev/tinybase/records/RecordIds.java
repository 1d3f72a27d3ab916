package dev.tinybase.records;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.time.InstantSource;
import java.util.UUID;

/** Makes ids that grow with time (UUIDv7, RFC 9562 section 5.7), also within a millisecond. */
final class RecordIds {
  private final TimeOrderedEpochFactory factory;

  RecordIds(InstantSource clock) {
    factory = TimeOrderedEpochFactory.builder().withInstantFunction(clock::instant).build();
  }

  UUID next() {
    return factory.create();
  }
}
