package dev.tinybase.cli.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.TinyBase;
import dev.tinybase.api.InProcessRequest;
import dev.tinybase.auth.Principal;
import dev.tinybase.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers requests of tests as the HTTP API does, without a socket. */
final class LocalRequests {
  private static final byte[] NOTHING = {};

  private LocalRequests() {}

  /**
   * The answer.
   *
   * @param json of the body; null for none
   * @throws dev.tinybase.errors.Problem when it is refused
   */
  static dev.tinybase.sdk.Response answer(
      TinyBase tinybase, Principal who, String method, String path, @Nullable String json) {
    var body = json == null ? NOTHING : json.getBytes(UTF_8);
    var answer = tinybase.api().handleAs(who, InProcessRequest.of(method, path, body));
    var headers = new HashMap<String, List<String>>();
    answer.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    return switch (answer.body()) {
      case Response.Body.None _ -> response(answer, headers, NOTHING);
      case Response.Body.Bytes(byte[] bytes, String type) -> {
        headers.put("Content-Type", List.of(type));
        yield response(answer, headers, bytes);
      }
      case Response.Body.LargeJson(var bytes) -> response(answer, headers, bytes.toBytes());
      case Response.Body.Stream(var writer, String type) -> {
        headers.put("Content-Type", List.of(type));
        yield response(answer, headers, read(writer));
      }
      case Response.Body.Push _ ->
          throw new IllegalArgumentException(path + " answers with a stream that does not end");
    };
  }

  private static dev.tinybase.sdk.Response response(
      Response answer, Map<String, List<String>> headers, byte[] body) {
    return new dev.tinybase.sdk.Response(answer.status(), headers, body);
  }

  private static byte[] read(Response.Writer writer) {
    var out = new ByteArrayOutputStream();
    try {
      writer.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
