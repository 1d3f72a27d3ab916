package dev.tinybase.cli.types;

import dev.tinybase.cli.types.ClientModel.FunctionModel;
import dev.tinybase.text.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The types of an app as one class of Java that needs the JDK alone; the same model gives the same
 * text.
 */
public final class JavaFile {
  private static final Pattern DECLARED =
      Pattern.compile("(?m)^  (?:public|private) [a-z ]*(?:record|class|interface) (\\w+)");
  private static final List<String> IMPORTS =
      List.of(
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.time.Instant",
          "java.time.LocalDate",
          "java.time.temporal.ChronoUnit",
          "java.util.ArrayList",
          "java.util.Collections",
          "java.util.LinkedHashMap",
          "java.util.List",
          "java.util.Map",
          "java.util.function.Function");

  /** Names of the language's own that the file uses. */
  private static final Set<String> LANGUAGE =
      Set.of(
          "Boolean",
          "Double",
          "IllegalArgumentException",
          "Long",
          "Number",
          "Object",
          "Override",
          "RuntimeException",
          "String",
          "SuppressWarnings");

  private final String prelude = Resources.text("/types/prelude.java.txt");
  private final TypeNames names;
  private final Set<String> constants = new HashSet<>();
  private final List<String> parts = new ArrayList<>();

  private JavaFile(String className) {
    Set<String> taken = new HashSet<>(LANGUAGE);
    IMPORTS.forEach(it -> taken.add(it.substring(it.lastIndexOf('.') + 1)));
    DECLARED.matcher(prelude).results().forEach(it -> taken.add(it.group(1)));
    taken.add(className);
    names = new TypeNames(taken);
  }

  /**
   * The text of the file.
   *
   * @param packageName null for none
   */
  public static String of(ClientModel model, @Nullable String packageName, String className) {
    var file = new JavaFile(className);
    file.write(model);
    return """
    // Made by 'tinybase types java' from the collections and functions of this app: change those, not this file.
    %s%s

    /**
     * The collections and functions of this app. What is JSON elsewhere is plain values here: Map, List,
     * String, Number, Boolean and null, which every library reads and writes.
     */
    public final class %s {
      private %s() {}

    %s}
    """
        .formatted(
            packageName == null ? "" : "package " + packageName + ";\n\n",
            String.join("\n", IMPORTS.stream().map(it -> "import " + it + ";").toList()),
            className,
            className,
            String.join("\n", file.parts));
  }

  private void write(ClientModel model) {
    List<String> declarations = new ArrayList<>();
    for (var collection : model.collections()) {
      var types = new JavaCollection(collection, names);
      parts.add(types.constant(constant(collection.name())));
      declarations.add(types.declarations());
    }
    for (var function : model.functions()) {
      parts.add(function(function, declarations));
    }
    parts.addAll(declarations);
    parts.add(prelude);
  }

  /** A name of a constant; types of one letter are told apart from it, too. */
  private String constant(String name) {
    var wanted = Java.constant(name);
    var free = wanted;
    for (int number = 2; free.length() < 2 || !constants.add(free); number++) {
      free = wanted + "_" + number;
    }
    return free;
  }

  private String function(FunctionModel function, List<String> declarations) {
    var input =
        switch (function.takes()) {
          case NOTHING, EVENT -> JavaType.mapOf(JavaType.ANY);
          case REQUEST -> JavaType.ANY;
          case INPUT, VALUE -> type(function, "input", function.input(), declarations);
        };
    var result =
        switch (function.returns()) {
          case NOTHING, STREAM, RESPONSE -> JavaType.ANY;
          case VALUE -> type(function, "result", function.output(), declarations);
        };
    return Java.comment(function.description(), List.of(), "  ")
        + "  public static final FunctionOf<%s, %s> %s =\n      new FunctionOf<>(%s, %s);\n"
            .formatted(
                input.name(),
                result.name(),
                constant(function.name()),
                Java.literal(function.name()),
                result.reader());
  }

  private JavaType type(
      FunctionModel function, String side, @Nullable JsonNode schema, List<String> declarations) {
    if (schema == null) {
      return JavaType.ANY;
    }
    var types = new JavaSchema(schema, function.name(), side, names);
    var text = types.declarations();
    if (!text.isEmpty()) {
      declarations.add(text);
    }
    return types.type();
  }
}
