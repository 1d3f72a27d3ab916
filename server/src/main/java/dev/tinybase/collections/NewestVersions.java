package dev.tinybase.collections;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest version of each collection that this process has written. It is known from before the
 * commit, so that a record which was checked against an older version, and whose write comes after
 * the change, never slips in.
 */
final class NewestVersions {
  private final Map<Integer, Integer> versions = new ConcurrentHashMap<>();

  /** Notes the version that a change is about to commit. */
  void coming(Collection changed) {
    versions.put(changed.number(), changed.schemaVersion());
  }

  /** Forgets the version of a change that failed after all. */
  void failed(int number) {
    versions.remove(number);
  }

  boolean isOutdated(Collection seen) {
    return versions.getOrDefault(seen.number(), 0) > seen.schemaVersion();
  }
}
