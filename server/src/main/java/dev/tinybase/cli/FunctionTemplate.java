package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.StringNode;

/** What a new function begins with. */
record FunctionTemplate(String name, String description) {
  String function() {
    return """
    import dev.tinybase.sdk.*;
    import jakarta.validation.constraints.NotBlank;

    record Input(@NotBlank String name) {}

    record Output(String message) {}

    @Register(name = "%s", description = %s, auth = Auth.AUTH)
    Output %s(Context ctx, Input input) {
      ctx.log().info("called with {}", input);
      return new Output("Hello, " + input.name() + "!");
    }
    """
        .formatted(name, Json.text(StringNode.valueOf(description)), method());
  }

  String test() {
    return """
    import static org.junit.jupiter.api.Assertions.*;

    import dev.tinybase.sdk.*;
    import dev.tinybase.sdk.testing.TestInstance;
    import java.util.Map;
    import org.junit.jupiter.api.Test;

    @Test
    void answers_with_the_name(TestInstance app) {
      assertEquals(Map.of("message", "Hello, Ada!"), app.call("%s", Map.of("name", "Ada")));
    }

    @Test
    void refuses_an_empty_name(TestInstance app) {
      assertThrows(FunctionException.class, () -> app.call("%s", Map.of("name", "")));
    }
    """
        .formatted(name, name);
  }

  /** The name as Java writes methods. */
  private String method() {
    var words = name.split("_+");
    var method =
        words[0]
            + Arrays.stream(words)
                .skip(1)
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    return javax.lang.model.SourceVersion.isKeyword(method) ? method + "Function" : method;
  }
}
