package dev.tinybase.cli.types;

/**
 * A type of Java for a JSON value.
 *
 * @param name as it is declared where the value may be null, such as {@code List<Long>}
 * @param reader an expression: the function that makes it of a plain value
 */
record JavaType(String name, String reader) {
  static final JavaType ANY = new JavaType("Object", "Values::any");
  static final JavaType TEXT = new JavaType("String", "Values::text");
  static final JavaType FLAG = new JavaType("Boolean", "Values::flag");
  static final JavaType WHOLE = new JavaType("Long", "Values::whole");
  static final JavaType REAL = new JavaType("Double", "Values::real");
  static final JavaType INTEGER = new JavaType("BigInteger", "Values::integer");
  static final JavaType DECIMAL = new JavaType("BigDecimal", "Values::decimal");
  static final JavaType DAY = new JavaType("LocalDate", "Values::day");
  static final JavaType INSTANT = new JavaType("Instant", "Values::instant");

  /** A record of the same file. */
  static JavaType object(String name) {
    return new JavaType(name, "Values.object(" + name + "::fromJson)");
  }

  static JavaType listOf(JavaType item) {
    return new JavaType("List<" + item.name + ">", "Values.list(" + item.reader + ")");
  }

  static JavaType mapOf(JavaType member) {
    return new JavaType("Map<String, " + member.name + ">", "Values.map(" + member.reader + ")");
  }

  /** As it is declared where the value is never null. */
  String required() {
    return switch (name) {
      case "Boolean" -> "boolean";
      case "Long" -> "long";
      case "Double" -> "double";
      default -> name;
    };
  }
}
