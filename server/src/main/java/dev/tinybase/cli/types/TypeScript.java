package dev.tinybase.cli.types;

import dev.tinybase.json.Json;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The grammar of TypeScript as far as types need it. */
final class TypeScript {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
  private static final String INDENT = "  ";

  private TypeScript() {}

  /** A comment that editors show, on lines of its own; nothing for no text. */
  static String comment(@Nullable String text, String indent) {
    if (text == null || text.isBlank()) {
      return "";
    }
    var lines = text.strip().replace("*/", "*\\/").lines().toList();
    return lines.size() == 1
        ? indent + "/** " + lines.getFirst() + " */\n"
        : indent
            + "/**\n"
            + lines.stream()
                .map(line -> indent + " * " + line.strip() + "\n")
                .collect(Collectors.joining())
            + indent
            + " */\n";
  }

  /** A member of an interface with its comment. */
  static String member(String name, boolean optional, String type, @Nullable String comment) {
    return comment(comment, INDENT)
        + INDENT
        + property(name)
        + (optional ? "?: " : ": ")
        + type.replace("\n", "\n" + INDENT)
        + ";\n";
  }

  /** An exported interface. */
  static String anInterface(String name, String members, @Nullable String comment) {
    return comment(comment, "") + "export interface " + name + " " + block(members) + "\n";
  }

  /** Members in braces. */
  static String block(String members) {
    return members.isEmpty() ? "{}" : "{\n" + members + "}";
  }

  /** The name of a property, quoted where it is no identifier. */
  static String property(String name) {
    return IDENTIFIER.matcher(name).matches() ? name : literal(StringNode.valueOf(name));
  }

  /** A value as the type that has only this one. */
  static String literal(JsonNode value) {
    return Json.text(value);
  }

  /** One of these types. */
  static String either(List<String> types) {
    return types.isEmpty() ? "never" : types.stream().distinct().collect(Collectors.joining(" | "));
  }

  /** A list of this type. */
  static String listOf(String type) {
    return type.contains(" ") ? "(" + type + ")[]" : type + "[]";
  }
}
