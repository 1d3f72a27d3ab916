package dev.tinybase.errors;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the known word that an unknown one was probably meant to be. */
public final class DidYouMean {
  private DidYouMean() {}

  /** The candidate nearest to the word, if any is near enough to be worth suggesting. */
  public static Optional<String> to(String word, Collection<String> candidates) {
    var lower = word.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(
            candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT)) <= limit(candidate))
        .min(
            Comparator.comparingInt(
                candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT))));
  }

  /** A half-sentence to append to a message: {@code "; did you mean 'x'?"}, or nothing. */
  public static String hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  private static int limit(String candidate) {
    return Math.max(
        1, (candidate.length() + 1) / 3); // two letters swapped in a word of five count as near
  }

  /**
   * The edit distance with swapped neighbours as one edit (optimal string alignment), three rows at
   * a time; names longer than 64 count as far away.
   */
  private static int distance(String a, String b) {
    if (a.length() > 64 || b.length() > 64) {
      return Integer.MAX_VALUE;
    }
    var beforeLast = new int[b.length() + 1];
    var last = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, 1 + Math.min(last[j], row[j - 1]));
        if (isSwap(a, i, b, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
