package dev.tinybase.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A text that a regular expression finds a match in, for examples. It knows the usual constructs;
 * what it makes is tested against the expression, so nothing wrong is ever given.
 */
final class PatternExample {
  private static final String CANDIDATES =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890 -_.,:;/@#+=!?%&*()'\"~éßЖ中";
  private static final String QUANTIFIERS = "*+?{";
  private static final int MOST_NESTED = 20;
  private static final int LONGEST = 500;

  private final String regex;
  private final int repeats;
  private int at;
  private int depth;

  private PatternExample(String regex, int repeats) {
    this.regex = regex;
    this.repeats = repeats;
  }

  /**
   * A text of a length within the bounds, in characters.
   *
   * @param regex in RE2's syntax
   */
  static Optional<String> of(String regex, int least, int most) {
    try {
      var pattern = Pattern.compile(regex);
      return IntStream.of(1, least, 0)
          .mapToObj(repeats -> new PatternExample(regex, Math.min(repeats, LONGEST)).text())
          .filter(text -> text.length() >= least && text.length() <= most)
          .filter(text -> pattern.matcher(text).find())
          .findFirst();
    } catch (PatternSyntaxException | Unknown _) {
      return Optional.empty();
    }
  }

  /** A construct that is not known here. */
  private static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private String text() {
    var text = alternatives();
    if (at < regex.length()) {
      throw new Unknown();
    }
    return text;
  }

  /** The first of the alternatives up to the end of the group. */
  private String alternatives() {
    if (++depth > MOST_NESTED) {
      throw new Unknown();
    }
    var first = sequence();
    while (at < regex.length() && regex.charAt(at) == '|') {
      at++;
      sequence();
    }
    depth--;
    return first;
  }

  private String sequence() {
    var text = new StringBuilder();
    while (at < regex.length() && "|)".indexOf(regex.charAt(at)) < 0) {
      int from = at;
      var one = atom();
      int times = times();
      for (int i = 0; i < times && text.length() <= LONGEST; i++) {
        text.append(one.isEmpty() ? "" : one.get(i % one.size()));
      }
      if (at == from) {
        throw new Unknown();
      }
    }
    return text.toString();
  }

  /** What the next part may be, best first; repeated, it takes one after the other. */
  private List<String> atom() {
    char c = regex.charAt(at);
    return switch (c) {
      case '^', '$' -> {
        at++;
        yield List.of();
      }
      case '(' -> List.of(group());
      case '[' -> ofClass(classEnd());
      case '.' -> ofClass(at + 1);
      case '\\' -> escape();
      default -> {
        at++;
        yield List.of(String.valueOf(c));
      }
    };
  }

  private String group() {
    at++;
    if (regex.startsWith("?", at)) {
      int colon = regex.indexOf(':', at);
      int close = regex.indexOf(')', at);
      int name = regex.indexOf('>', at);
      boolean named = regex.startsWith("?P<", at) || regex.startsWith("?<", at);
      int end = named ? name : colon >= 0 && colon < close ? colon : close - 1;
      if (end < 0) {
        throw new Unknown();
      }
      at = end + 1;
    }
    var text = alternatives();
    if (!regex.startsWith(")", at)) {
      throw new Unknown();
    }
    at++;
    return text;
  }

  private List<String> escape() {
    if (at + 1 >= regex.length()) {
      throw new Unknown();
    }
    char c = regex.charAt(at + 1);
    if ("AzZbB".indexOf(c) >= 0) {
      at += 2;
      return List.of();
    }
    boolean property = "pP".indexOf(c) >= 0 && regex.startsWith("{", at + 2);
    return ofClass(property ? regex.indexOf('}', at) + 1 : at + 2);
  }

  private int classEnd() {
    int end = regex.startsWith("[^", at) ? at + 2 : at + 1;
    boolean first = true;
    while (end < regex.length() && (first || regex.charAt(end) != ']')) {
      first = false;
      end +=
          regex.startsWith("[:", end)
              ? regex.indexOf(":]", end) + 2 - end
              : regex.charAt(end) == '\\' ? 2 : 1;
    }
    return end + 1;
  }

  /** The candidates that match a part of the expression that stands for one character. */
  private List<String> ofClass(int end) {
    if (end <= at || end > regex.length()) {
      throw new Unknown();
    }
    var one = Pattern.compile(regex.substring(at, end));
    at = end;
    var matching =
        CANDIDATES
            .codePoints()
            .mapToObj(Character::toString)
            .filter(candidate -> one.matcher(candidate).matches())
            .toList();
    if (matching.isEmpty()) {
      throw new Unknown();
    }
    return matching;
  }

  /** How often the part before is repeated: as seldom as it may, but at least once if it may. */
  private int times() {
    if (at >= regex.length() || QUANTIFIERS.indexOf(regex.charAt(at)) < 0) {
      return 1;
    }
    char c = regex.charAt(at++);
    int times =
        switch (c) {
          case '*' -> repeats;
          case '+' -> Math.max(1, repeats);
          case '?' -> Math.min(1, repeats);
          default -> counted();
        };
    if (at < regex.length() && regex.charAt(at) == '?') {
      at++;
    }
    return times;
  }

  /** {@code {2}}, {@code {2,}} or {@code {2,5}}, behind its brace. */
  private int counted() {
    int end = regex.indexOf('}', at);
    if (end < 0) {
      throw new Unknown();
    }
    var bounds = regex.substring(at, end).split(",", -1);
    at = end + 1;
    int least = bound(bounds[0], 0);
    int most = bounds.length == 1 ? least : bound(bounds[1], LONGEST);
    return Math.max(least, Math.min(most, repeats));
  }

  private static int bound(String digits, int otherwise) {
    return digits.isEmpty() ? otherwise : Integer.parseInt(digits);
  }
}
