package dev.tinybase.functions.loading;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** What functions, and with them their files, may be called. */
public final class FunctionNames {
  private static final Pattern GOOD = Pattern.compile("[a-z][a-z0-9_]{0,99}");

  /** Words that no class may be called, and segments of the API's own paths. */
  private static final Set<String> RESERVED =
      Set.of(
          "var",
          "record",
          "yield",
          "sealed",
          "permits",
          "admin",
          "calls",
          "metrics",
          "logs",
          "failures",
          "upload");

  private FunctionNames() {}

  /** What is wrong with a name, as the rest of a sentence that begins with it; empty if nothing. */
  public static Optional<String> complaint(String name) {
    if (!GOOD.matcher(name).matches()) {
      return Optional.of(
          "must be a valid Java identifier in snake_case, such as "
              + suggestion(name)
              + " (lower-case letters, digits and _, at most 100)");
    }
    if (SourceVersion.isKeyword(name) || RESERVED.contains(name)) {
      return Optional.of("is reserved; choose another name, such as " + name + "_function");
    }
    return Optional.empty();
  }

  private static String suggestion(String name) {
    var words =
        name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^[0-9_]+|_+$", "");
    return words.isEmpty() || words.length() > 100 ? "place_order" : words;
  }
}
