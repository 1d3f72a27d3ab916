package dev.tinybase.cli.types;

import dev.tinybase.json.Json;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.StringNode;

/** The grammar of Java as far as types need it. */
final class Java {
  /** What components of records and setters of changes must not be called, or may not. */
  private static final Set<String> RESERVED =
      Set.of(
          "clone",
          "equals",
          "finalize",
          "fromJson",
          "getClass",
          "hashCode",
          "json",
          "notify",
          "notifyAll",
          "toJson",
          "toString",
          "wait",
          "Values");

  private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\(?=u)");

  private Java() {}

  /** A name for a member: the JSON name, with an underscore where Java keeps that for itself. */
  static String identifier(String name) {
    var letters = name.replaceAll("[^\\p{javaJavaIdentifierPart}]", "_");
    var free = SourceVersion.isIdentifier(letters) ? letters : "_" + letters;
    return SourceVersion.isKeyword(free) || RESERVED.contains(free) ? free + "_" : free;
  }

  /** A name for a constant, such as {@code COUNT_WORDS}. */
  static String constant(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .toUpperCase(java.util.Locale.ROOT);
  }

  static String literal(String text) {
    return Json.text(StringNode.valueOf(text));
  }

  /** A comment that editors show; nothing where there is nothing to say. */
  static String comment(@Nullable String text, List<String> tags, String indent) {
    var lines = text == null ? List.<String>of() : escaped(text).lines().toList();
    if (lines.isEmpty() && tags.isEmpty()) {
      return "";
    }
    if (lines.size() == 1 && tags.isEmpty()) {
      return indent + "/** " + lines.getFirst() + " */\n";
    }
    var all = new StringBuilder(indent).append("/**\n");
    lines.forEach(line -> all.append(indent).append(" * ").append(line.strip()).append('\n'));
    if (!lines.isEmpty() && !tags.isEmpty()) {
      all.append(indent).append(" *\n");
    }
    tags.forEach(tag -> all.append(indent).append(" * ").append(tag).append('\n'));
    return all.append(indent).append(" */\n").toString();
  }

  /** Says what a component is; nothing for no text. */
  static List<String> parameter(String name, @Nullable String text) {
    return text == null || text.isBlank()
        ? List.of()
        : List.of(
            "@param "
                + name
                + " "
                + escaped(text).lines().map(String::strip).collect(Collectors.joining(" ")));
  }

  private static String escaped(String text) {
    var plain =
        text.strip()
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("@", "&#64;")
            .replace("*/", "*&#47;");
    return UNICODE_ESCAPE.matcher(plain).replaceAll("&#92;");
  }
}
