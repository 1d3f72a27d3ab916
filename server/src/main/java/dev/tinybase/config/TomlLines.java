package dev.tinybase.config;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of a TOML text stand, because the parser does not tell. It knows section headers
 * and {@code key = value} lines, and skips strings of several lines; a key written in a rarer way
 * has no line.
 */
final class TomlLines {
  private static final Pattern HEADER =
      Pattern.compile("^\\s*\\[\\s*([^\\[\\]]+?)\\s*]\\s*(#.*)?$");
  private static final Pattern KEY = Pattern.compile("^\\s*([\\w\"'.\\- ]+?)\\s*=(.*)$");
  private static final Pattern FENCE = Pattern.compile("\"\"\"|'''");

  private final Map<String, Integer> lines = new HashMap<>();

  TomlLines(String text) {
    var section = "";
    var fenced = false;
    int number = 0;
    for (String line : text.split("\r?\n", -1)) {
      number++;
      if (!fenced) {
        section = record(line, section, number);
      }
      fenced ^= FENCE.matcher(line).results().count() % 2 == 1;
    }
  }

  private String record(String line, String section, int number) {
    var header = HEADER.matcher(line);
    if (header.matches()) {
      return plain(header.group(1)) + ".";
    }
    var key = KEY.matcher(line);
    if (key.matches()) {
      lines.putIfAbsent(section + plain(key.group(1)), number);
    }
    return section;
  }

  private static String plain(String key) {
    return key.replaceAll("[\"' ]", "");
  }

  @Nullable Integer of(String dotted) {
    return lines.get(dotted);
  }
}
