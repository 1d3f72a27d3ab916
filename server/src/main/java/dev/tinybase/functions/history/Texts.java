package dev.tinybase.functions.history;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts of functions in the form that both databases take. */
final class Texts {
  private static final String CUT = " [...]";

  private Texts() {}

  /** The text, cut at a length; without NUL characters, which PostgreSQL refuses. */
  static String clean(String text, int most) {
    var cut = text.length() <= most ? text : text.substring(0, most) + CUT;
    return cut.indexOf('\0') < 0 ? cut : cut.replace('\0', '\uFFFD');
  }

  static @Nullable String cleanOrNull(@Nullable String text, int most) {
    return text == null ? null : clean(text, most);
  }

  static @Nullable String utf8(byte @Nullable [] json) {
    return json == null ? null : new String(json, StandardCharsets.UTF_8);
  }

  static byte @Nullable [] bytes(@Nullable String json) {
    return json == null ? null : json.getBytes(StandardCharsets.UTF_8);
  }
}
