package dev.tinybase.errors;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Finds the known word that an unknown one was probably meant to be. */
public final class DidYouMean {
  private DidYouMean() {}

  /** The candidate nearest to the word, if any is near enough to be worth suggesting. */
  public static Optional<String> to(String word, Collection<String> candidates) {
    ToIntFunction<String> distance =
        candidate -> distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
    return candidates.stream()
        .filter(candidate -> distance.applyAsInt(candidate) <= limit(candidate))
        .min(Comparator.comparingInt(distance));
  }

  /** A half-sentence to append to a message: {@code "; did you mean 'x'?"}, or nothing. */
  public static String hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  private static int limit(String candidate) {
    return Math.max(1, (candidate.length() + 1) / 3);
  }

  /**
   * The edit distance with swapped neighbours as one edit (optimal string alignment); names longer
   * than 64 count as far away.
   */
  private static int distance(String a, String b) {
    if (a.length() > 64 || b.length() > 64) {
      return Integer.MAX_VALUE;
    }
    var edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int substitution = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(substitution, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        if (isSwap(a, i, b, j)) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
