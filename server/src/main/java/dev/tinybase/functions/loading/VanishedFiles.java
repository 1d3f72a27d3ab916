package dev.tinybase.functions.loading;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files that were there a moment ago. Whoever replaces files may delete them first, as {@code git
 * checkout} does, so they go on for a moment. Used under the loader's lock.
 */
final class VanishedFiles {
  private static final Duration GRACE = Duration.ofMillis(1500);

  private final Map<String, Instant> since = new HashMap<>();

  /** What is in the folder, and what has just vanished from it. */
  SourceFolder.Content keep(SourceFolder.Content found, SourceSet before, Instant now) {
    var names = found.files().stream().map(SourceCandidate::name).collect(Collectors.toSet());
    var all = new ArrayList<>(found.files());
    Set<String> missing = new HashSet<>();
    Stream.concat(before.functions().values().stream(), before.shared().values().stream())
        .filter(file -> file.versionId() == null && !names.contains(file.name()))
        .forEach(file -> {
          missing.add(file.name());
          if (since.computeIfAbsent(file.name(), _ -> now).plus(GRACE).isAfter(now)) {
            all.add(file);
          }
        });
    since.keySet().retainAll(missing);
    return new SourceFolder.Content(all, found.others());
  }

  /** Whether another look is due, at which some of them may be gone for good. */
  boolean isWaiting() {
    return !since.isEmpty();
  }
}
