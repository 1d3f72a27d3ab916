package dev.tinybase.config;

import dev.tinybase.errors.DidYouMean;
import java.util.Optional;

/** Guesses which key was meant by an unknown one. */
final class Suggestion {
  private Suggestion() {}

  /** {@code "; did you mean 'server.port'?"} in the spelling of the entry's source, or nothing. */
  static String of(Entry entry) {
    return DidYouMean.to(entry.flat(), Keys.BY_SPELLING.keySet())
        .map(Keys.BY_SPELLING::get)
        .or(() -> sameEnd(entry.flat()))
        .map(key -> "; did you mean '" + spelling(key, entry) + "'?")
        .orElse("; see 'tinybase config show' for all keys");
  }

  /** The key is right but stands in the wrong section, or in none. */
  private static Optional<Key<?>> sameEnd(String flat) {
    return Keys.ALL.stream()
        .filter(key -> flat.equals(key.shortName()) || flat.endsWith("_" + key.shortName()))
        .findFirst()
        .map(key -> key);
  }

  private static String spelling(Key<?> key, Entry entry) {
    return entry.origin() instanceof Origin.Environment ? key.variable() : key.name();
  }
}
