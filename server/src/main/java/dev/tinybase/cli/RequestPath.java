package dev.tinybase.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The path of a request to the API, with its query: {@code /api/admin/jobs?limit=20}. */
record RequestPath(String text) {
  /** With a further segment, whatever is in it. */
  RequestPath segment(String name) {
    return new RequestPath(text + "/" + encode(name));
  }

  /** With a parameter of the query, where there is a value; a choice is in lower case. */
  RequestPath parameter(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    var written = value instanceof Enum<?> choice ? lower(choice) : value.toString();
    return new RequestPath(text + (text.contains("?") ? "&" : "?") + name + "=" + encode(written));
  }

  /** With the part of a list that is wanted. */
  RequestPath page(PageOptions page) {
    return parameter("limit", page.limit()).parameter("offset", page.offset());
  }

  /** A choice as the API has it. */
  static @Nullable String word(@Nullable Enum<?> choice) {
    return choice == null ? null : lower(choice);
  }

  private static String lower(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text;
  }
}
