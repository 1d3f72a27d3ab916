package dev.tinybase.functions.host;

import dev.tinybase.sdk.Response;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which headers a function's own HTTP response may have (RFC 9110, 5.1 and 5.5). */
final class ResponseHeaders {
  /** They belong to the connection, or to the server. */
  private static final Set<String> OURS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "date",
          "x-request-id",
          "x-call-id");

  private ResponseHeaders() {}

  /** What is wrong with the headers, if something is. */
  static Optional<String> complaint(Response response) {
    var names = new HashSet<String>();
    for (var header : response.headers().entrySet()) {
      var name = header.getKey().toLowerCase(Locale.ROOT);
      if (!isToken(name)) {
        return Optional.of("A header's name has characters that it may not have.");
      }
      if (OURS.contains(name)) {
        return Optional.of("Header '" + name + "' is the server's matter.");
      }
      if (!names.add(name)) {
        return Optional.of("Header '" + name + "' is there twice.");
      }
      if (!header.getValue().stream().allMatch(ResponseHeaders::isValue)) {
        return Optional.of(
            "The value of header '" + name + "' may only have printable ASCII characters.");
      }
    }
    return Optional.empty();
  }

  private static boolean isToken(String name) {
    return !name.isEmpty()
        && name.length() <= 100
        && name.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  private static boolean isValue(String value) {
    return value.length() <= 8 << 10 && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
