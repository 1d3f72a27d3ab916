package dev.tinybase.docs;

import java.util.List;
import java.util.regex.Pattern;

/** The links of a Markdown text that lead to other files of ours. */
final class Links {
  private static final Pattern LINK = Pattern.compile("]\\((?<target>[^)#\\s]+)[^)]*\\)");

  private Links() {}

  static List<String> of(String markdown) {
    return LINK.matcher(markdown)
        .results()
        .map(link -> link.group("target"))
        .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
        .toList();
  }
}
