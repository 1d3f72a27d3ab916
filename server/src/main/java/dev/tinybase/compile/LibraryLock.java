package dev.tinybase.compile;

import java.util.Optional;
import java.util.SequencedMap;

/**
 * Which artifacts a set of coordinates came to, with their SHA-256, so that every machine gets the
 * same.
 */
interface LibraryLock {
  /** What people know it by. */
  String name();

  /**
   * The artifacts of the coordinates in the order of the class path, each with its hash.
   *
   * @throws dev.tinybase.errors.Problem when it is damaged
   */
  Optional<SequencedMap<String, String>> find(String coordinates);

  /** Keeps what was resolved. */
  void put(String coordinates, SequencedMap<String, String> artifacts);
}
