package dev.tinybase.schema;

import java.util.ArrayDeque;
import java.util.regex.Pattern;

/**
 * How many instructions a regular expression becomes, roughly. RE2 is linear in the text, but
 * writes counted repetitions out: {@code ((a{1000}){1000}){1000}} would be a program of a billion
 * instructions, and the time to match is their number times the length of the text.
 */
final class PatternSize {
  /** The most instructions of a pattern. */
  static final int MOST = 2_000;

  private static final int HUGE = 1_000_000_000;
  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?}");

  private final String pattern;
  private final ArrayDeque<Long> outer = new ArrayDeque<>();
  private long sum;
  private long last;

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  /** The size of a pattern, at most a billion. */
  static long of(String pattern) {
    var size = new PatternSize(pattern);
    for (int at = 0; at < pattern.length(); ) {
      at = size.read(at);
    }
    while (!size.outer.isEmpty()) {
      size.close();
    }
    return Math.min(HUGE, size.sum);
  }

  private int read(int at) {
    return switch (pattern.charAt(at)) {
      case '\\' -> escape(at);
      case '[' -> bracket(at);
      case '(' -> open(at);
      case ')' -> close() + at;
      case '{' -> count(at);
      default -> atom(1) + at;
    };
  }

  private int atom(long size) {
    last = size;
    sum = Math.min(HUGE, sum + size);
    return 1;
  }

  private int escape(int at) {
    atom(1);
    if (pattern.startsWith("\\Q", at)) {
      int end = pattern.indexOf("\\E", at);
      sum += end < 0 ? pattern.length() - at : end - at;
      return end < 0 ? pattern.length() : end + 2;
    }
    boolean braces = at + 2 < pattern.length() && "pPx".indexOf(pattern.charAt(at + 1)) >= 0;
    int end = braces && pattern.charAt(at + 2) == '{' ? pattern.indexOf('}', at) : -1;
    return end < 0 ? at + 2 : end + 1;
  }

  private int bracket(int at) {
    atom(1);
    int i = at + 1;
    i += pattern.startsWith("^", i) ? 1 : 0;
    i += pattern.startsWith("]", i) ? 1 : 0;
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      int named = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i) : -1;
      i = named >= 0 ? named + 2 : pattern.charAt(i) == '\\' ? i + 2 : i + 1;
    }
    return i + 1;
  }

  private int open(int at) {
    outer.push(sum);
    sum = 0;
    last = 0;
    return at + 1;
  }

  private int close() {
    long inner = sum + 2;
    sum = outer.isEmpty() ? 0 : outer.pop();
    return atom(inner);
  }

  private int count(int at) {
    var count = COUNT.matcher(pattern).region(at, pattern.length());
    if (!count.lookingAt()) {
      return at + atom(1);
    }
    var most = count.group(3);
    long times = Long.parseLong(most == null || most.isEmpty() ? count.group(1) : most);
    long repeated = Math.min(HUGE, last * Math.max(1, times + 1));
    sum = Math.min(HUGE, sum + repeated - last);
    last = repeated;
    return count.end();
  }
}
