package dev.tinybase.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request as it came, for functions that take one: webhooks that sign the very bytes,
 * forms, uploads.
 *
 * {@snippet :
 * @Register(name = "paid", auth = Auth.PUBLIC)
 * Response paid(Context ctx, Request request) {
 *   var signature = request.header("X-Signature").orElse("");
 *   boolean genuine = signature.equals(ctx.secret("HOOK_KEY"));
 *   return Response.status(genuine ? 204 : 401);
 * }
 * }
 *
 * @param method such as {@code POST}
 * @param headers by name in lower case
 * @param query the parameters of the URL, decoded
 * @param body the bytes as they were sent, within the size limit
 */
public record Request(
    String method,
    Map<String, List<String>> headers,
    Map<String, List<String>> query,
    byte[] body) {
  /** A header's first value; upper or lower case is the same. */
  public Optional<String> header(String name) {
    return first(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** A query parameter's first value. */
  public Optional<String> parameter(String name) {
    return first(query.get(name));
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, UTF_8);
  }

  private static Optional<String> first(@Nullable List<String> values) {
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }
}
