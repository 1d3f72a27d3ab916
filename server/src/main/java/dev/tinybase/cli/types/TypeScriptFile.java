package dev.tinybase.cli.types;

import dev.tinybase.cli.types.ClientModel.FunctionModel;
import dev.tinybase.text.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The types of an app as a file of TypeScript without code and without imports; the same model
 * gives the same text.
 */
public final class TypeScriptFile {
  private static final Pattern EXPORTED = Pattern.compile("(?m)^export (?:type|interface) (\\w+)");

  private final String prelude = Resources.text("/types/prelude.ts");
  private final TypeNames names = new TypeNames(taken(prelude));
  private final List<String> parts = new ArrayList<>();

  private TypeScriptFile() {}

  /** The text of the file. */
  public static String of(ClientModel model) {
    return new TypeScriptFile().write(model);
  }

  private static Set<String> taken(String prelude) {
    var own = EXPORTED.matcher(prelude).results().map(it -> it.group(1));
    return Stream.concat(own, Stream.of("Collections", "Functions")).collect(Collectors.toSet());
  }

  private String write(ClientModel model) {
    parts.add(prelude);
    var collections = new StringBuilder();
    for (var collection : model.collections()) {
      var types = new TypeScriptCollection(collection, names);
      parts.add(types.interfaces());
      collections.append(types.member());
    }
    var functions = new StringBuilder();
    for (var function : model.functions()) {
      functions.append(function(function));
    }
    parts.add(
        TypeScript.anInterface("Collections", collections.toString(), "All collections, by name."));
    parts.add(
        TypeScript.anInterface(
            "Functions",
            functions.toString(),
            "All functions, by name: those with a `result` answer with it in JSON, those with `rows`"
                + " with a stream of them, and others with an answer of their own."));
    return String.join("\n", parts);
  }

  private String function(FunctionModel function) {
    var input =
        switch (function.takes()) {
          case NOTHING, EVENT -> "NoInput";
          case REQUEST -> "unknown";
          case INPUT, VALUE -> schema(function, "input", function.input());
        };
    var output =
        switch (function.returns()) {
          case NOTHING -> "; result: null";
          case VALUE -> "; result: " + schema(function, "result", function.output());
          case STREAM -> "; rows: " + schema(function, "row", function.output());
          case RESPONSE -> "";
        };
    return TypeScript.member(
        function.name(), false, "{ input: " + input + output + " }", function.description());
  }

  private String schema(FunctionModel function, String side, @Nullable JsonNode schema) {
    if (schema == null) {
      return "Json";
    }
    var types = new TypeScriptSchema(schema, function.name(), side, names);
    var declarations = types.declarations("The " + side + " of `" + function.name() + "`.");
    if (!declarations.isEmpty()) {
      parts.add(declarations);
    }
    return types.type();
  }
}
