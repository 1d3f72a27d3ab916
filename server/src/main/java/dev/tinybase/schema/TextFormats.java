package dev.tinybase.schema;

import com.google.re2j.Pattern;
import dev.tinybase.text.Uuids;
import java.net.URI;
import java.net.URISyntaxException;

/** The well-known forms of text, each checked in linear time. */
final class TextFormats {
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@\"<>(),:;]{1,64}@[^\\s@.]{1,63}(\\.[^\\s@.]{1,63})+");
  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private TextFormats() {}

  static boolean matches(FieldType.Format format, String text) {
    return switch (format) {
      case EMAIL -> text.length() <= 254 && EMAIL.matches(text);
      case URL -> isUrl(text);
      case UUID -> Uuids.isUuid(text);
      case SLUG -> SLUG.matches(text);
    };
  }

  static String example(FieldType.Format format) {
    return switch (format) {
      case EMAIL -> "an e-mail address such as ann@example.org";
      case URL -> "an address such as https://example.org/page";
      case UUID -> "a UUID such as 0198a3c4-7c1e-7b5f-9a51-3f0f5a0f1c2d";
      case SLUG -> "a slug of lower-case letters, digits and single hyphens such as my-first-post";
    };
  }

  private static boolean isUrl(String text) {
    try {
      var uri = new URI(text);
      var scheme = uri.getScheme();
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
