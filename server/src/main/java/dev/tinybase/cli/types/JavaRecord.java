package dev.tinybase.cli.types;

import static java.util.stream.Collectors.joining;

import dev.tinybase.errors.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of Java that is made of a JSON object and becomes one.
 *
 * @param constants members that always have the same text, such as a type tag
 */
record JavaRecord(
    String name,
    @Nullable String comment,
    List<Component> components,
    Map<String, String> constants) {
  /** What a constructor of the JVM takes; {@code long} and {@code double} count twice. */
  private static final int MOST_SLOTS = 254;

  /**
   * A member.
   *
   * @param key its name in JSON
   * @param required whether it is always there and not null
   */
  record Component(String key, JavaType type, boolean required, @Nullable String comment) {
    String name() {
      return Java.identifier(key);
    }

    private String declared() {
      return (required ? type.required() : type.name()) + " " + name();
    }

    private int slots() {
      return required && List.of("long", "double").contains(type.required()) ? 2 : 1;
    }

    private String read() {
      return "Values.%s(json, %s, %s)"
          .formatted(required ? "required" : "optional", Java.literal(key), type.reader());
    }
  }

  /** Its declaration, as a member of a class. */
  String declaration() {
    checkSize();
    var tags =
        components.stream()
            .flatMap(it -> Java.parameter(it.name(), it.comment()).stream())
            .toList();
    return Java.comment(comment, tags, "  ")
        + "  public record %s(%s) implements JsonObject {\n".formatted(name, list("declared"))
        + "    public static %s fromJson(Map<String, ?> json) {\n".formatted(name)
        + "      return new %s(%s);\n".formatted(name, list("read"))
        + "    }\n\n"
        + "    @Override\n"
        + "    public Map<String, Object> toJson() {\n"
        + "      var json = new LinkedHashMap<String, Object>();\n"
        + puts()
        + "      return json;\n"
        + "    }\n"
        + "  }\n";
  }

  private String list(String what) {
    return components.stream()
        .map(it -> "\n        " + (what.equals("read") ? it.read() : it.declared()))
        .collect(joining(","));
  }

  private String puts() {
    var fixed =
        constants.entrySet().stream()
            .map(it ->
                "      json.put(%s, %s);\n"
                    .formatted(Java.literal(it.getKey()), Java.literal(it.getValue())))
            .collect(joining());
    return fixed
        + components.stream()
            .map(it ->
                "      Values.put(json, %s, %s);\n".formatted(Java.literal(it.key()), it.name()))
            .collect(joining());
  }

  private void checkSize() {
    int slots = components.stream().mapToInt(Component::slots).sum();
    if (slots > MOST_SLOTS) {
      throw Problem.badRequest(
          "too_many_members",
          "%s has %d members, more than a record of Java can hold; use the OpenAPI document and a generator for this app."
              .formatted(name, components.size()));
    }
  }
}
