package dev.tinybase.extensions.source;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Paths of files in an extension. */
public final class FilePath {
  private static final int LONGEST = 300;

  private FilePath() {}

  /** What is wrong with a path; null where it stays within the extension on every system. */
  public static @Nullable String complaint(String path) {
    if (path.isEmpty() || path.length() > LONGEST) {
      return "must have 1 to " + LONGEST + " characters";
    }
    if (path.indexOf('\\') >= 0
        || path.indexOf(':') >= 0
        || path.chars().anyMatch(Character::isISOControl)
        || !Json.isWellFormed(path)) {
      return "must have no backslash, colon or control character";
    }
    return segments(path).stream().anyMatch(it -> List.of("", ".", "..").contains(it))
        ? "must be relative and stay inside: no '..', no '.', no slash at an end"
        : null;
  }

  /** Refuses such a path with 400. */
  static void check(String path) {
    var complaint = complaint(path);
    if (complaint != null) {
      throw refused("the path of " + shown(path) + " " + complaint);
    }
  }

  /** Whether an extension leaves the file out: it is hidden, or a build made it. */
  static boolean isIgnored(String path) {
    var segments = segments(path);
    return segments.getFirst().equals("target")
        || segments.stream().anyMatch(segment -> segment.startsWith("."));
  }

  /** The same for all spellings that some file systems do not tell apart. */
  static String folded(String path) {
    return Normalizer.normalize(path, Normalizer.Form.NFC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  /** A path in a message. */
  static String shown(String path) {
    return "'" + Texts.abbreviate(path.replaceAll("\\p{Cntrl}", "?")) + "'";
  }

  static Problem refused(String what) {
    return Problem.badRequest("invalid_extension", "The extension is refused: " + what + ".");
  }

  private static List<String> segments(String path) {
    return Arrays.asList(path.split("/", -1));
  }
}
