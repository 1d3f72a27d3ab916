package dev.tinybase.api;

import java.util.Locale;

/** Reads the header of that name (RFC 9110, 12.5.3). */
final class AcceptEncoding {
  private AcceptEncoding() {}

  /** Whether the client takes gzip: named with a weight above zero, or covered by a star. */
  static boolean gzip(String header) {
    boolean star = false;
    for (var part : header.toLowerCase(Locale.ROOT).split(",", 20)) {
      int semicolon = part.indexOf(';');
      var coding = (semicolon < 0 ? part : part.substring(0, semicolon)).strip();
      boolean refused = semicolon >= 0 && weightless(part.substring(semicolon + 1));
      if (coding.equals("gzip") || coding.equals("x-gzip")) {
        return !refused;
      }
      star |= coding.equals("*") && !refused;
    }
    return star;
  }

  private static boolean weightless(String parameters) {
    var weight = parameters.replace(" ", "");
    return weight.startsWith("q=0") && weight.replace("0", "").replace(".", "").equals("q=");
  }
}
