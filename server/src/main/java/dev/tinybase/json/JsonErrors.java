package dev.tinybase.json;

import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What is wrong with a document, in words that name neither a library nor its options. */
final class JsonErrors {
  /** What the parser says, and what we say instead; {@code %s} is what its group found. */
  private record Case(Pattern message, String words) {
    static Case of(String message, String words) {
      return new Case(Pattern.compile(message, Pattern.DOTALL), words);
    }
  }

  private static final String CHARACTER = "Unexpected character \\((.+?) \\(code .*";

  private static final List<Case> CASES =
      List.of(
          Case.of("Unexpected end-of-input.*", "it ends too early"),
          Case.of("Unexpected close marker '(.)'.*", "'%s' closes nothing that is open here"),
          Case.of(CHARACTER + "hex-digit.*", "\\u has four hexadecimal digits behind it, not %s"),
          Case.of(CHARACTER + "double-quote.*", "a key in double quotes must stand here, not %s"),
          Case.of(CHARACTER + "comma.*", "a comma must stand here, not %s"),
          Case.of(CHARACTER + "colon.*", "a colon must stand here, not %s"),
          Case.of(CHARACTER + "comment.*", "comments are not allowed"),
          Case.of(CHARACTER + "plus sign.*", "a number begins with a plus sign; leave it out"),
          Case.of(CHARACTER + "numeric value.*", "a number lacks a digit before %s"),
          Case.of(CHARACTER + "root-level.*", "there is more after its end, %s"),
          Case.of(CHARACTER, "a value must stand here, not %s"),
          Case.of("Unexpected character.*root-level.*", "there is more after its end"),
          Case.of("Trailing token.*", "there is more after its end"),
          Case.of("Unrecognized character escape (.+?) \\(code.*", "\\ stands before %s in a text"),
          Case.of("Unrecognized token '(.*?)'.*", "'%s' is no value; texts have double quotes"),
          Case.of("Non-standard token '(.*?)'.*", "%s is no number of JSON; send null"),
          Case.of("Invalid numeric value.*", "a number begins with a zero"),
          Case.of(
              "Illegal unquoted character.*code (\\d+).*",
              "a text holds the control character %s; write it as an escape such as \\n"),
          Case.of("Illegal character.*code (\\d+).*", "the control character %s stands here"),
          Case.of("Duplicate property \"(.*)\" for .*", "the key '%s' stands twice in an object"),
          Case.of(
              "Document nesting depth.*",
              "it has more than " + Json.MAX_DEPTH + " levels of lists and objects"),
          Case.of("Number value length.*", Json.TOO_MANY_DIGITS),
          Case.of(
              "Name length .*maximum allowed \\((\\d+).*", "a key is longer than %s characters"),
          Case.of(
              "String .*length .*maximum allowed \\((\\d+).*",
              "a text is longer than %s characters"),
          Case.of("Invalid UTF-8.*", Json.NO_UTF8));

  private JsonErrors() {}

  /**
   * The 422 problem for what a parser threw; failures of the stream it reads stay what they are.
   */
  static RuntimeException of(RuntimeException failure) {
    return switch (failure) {
      case JacksonException broken when broken.getCause() instanceof IOException cause ->
          new UncheckedIOException(cause);
      case JacksonException refusal ->
          refused(words(refusal.getOriginalMessage()) + place(refusal));
      // of exponents beyond 32 bits the parser throws what is no exception of its own
      case ArithmeticException _, NumberFormatException _ -> refused(Json.TOO_MANY_DIGITS);
      case IllegalArgumentException _, IndexOutOfBoundsException _ -> refused("it is malformed");
      case RuntimeException other -> other;
    };
  }

  /** What is wrong with a TOML text; most of what its parser says names nothing but the text. */
  static String toml(RuntimeException failure) {
    var message = failure instanceof JacksonException e ? e.getOriginalMessage() : null;
    if (message == null || message.startsWith("Invalid number")) {
      return "a number has too many digits";
    }
    return message.startsWith("Document nesting depth")
        ? "its lists and tables are nested too deep"
        : message.lines().findFirst().orElse("it is malformed");
  }

  static Problem refused(String reason) {
    return Problem.invalid(InputError.at("json_invalid", "Invalid JSON: " + reason, "body"));
  }

  private static String words(@Nullable String message) {
    var text = message == null ? "" : message;
    for (var known : CASES) {
      var matcher = known.message.matcher(text);
      if (matcher.matches()) {
        var found = matcher.groupCount() == 0 ? "" : Texts.abbreviate(matcher.group(1));
        return String.format(Locale.ROOT, known.words, found);
      }
    }
    return "it is malformed";
  }

  private static String place(JacksonException refusal) {
    var at = refusal.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }
}
