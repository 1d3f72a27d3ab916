package dev.tinybase.cli.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.TinyBase;
import dev.tinybase.api.InProcessRequest;
import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.invoke.binding.PlainValues;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.testing.TestInstance.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Requests of a test to its instance, without a socket. */
record InstanceRequests(TinyBase tinybase) {
  private static final String EXTENSIONS = "/api/admin/extensions";
  private static final Principal OPERATOR = new Principal.Operator();
  private static final byte[] NOTHING = {};

  /** The reply to a request, of a refused one too. */
  Reply send(Principal who, String method, String path, @Nullable Object body) {
    try {
      var json = body == null ? NOTHING : Json.bytes(Json.mapper().valueToTree(body));
      return reply(tinybase.api().handleAs(who, InProcessRequest.of(method, path, json)));
    } catch (Problem refused) {
      var json = Json.object().put("detail", refused.detail()).put("code", refused.code());
      return reply(refused.kind().status(), refused.headers(), Json.bytes(json));
    }
  }

  /** Installs the extension of a folder, and gives its name. */
  String install(Path folder) {
    var body = Json.object().put("repo_url", folder.toAbsolutePath().toString());
    return asOperator("POST", EXTENSIONS, body).path("name").asString();
  }

  /** Sets a setting of an extension. */
  void set(String extension, String setting, @Nullable Object value) {
    var body = Json.object();
    body.set(setting, Json.mapper().valueToTree(value));
    var _ = asOperator("PATCH", EXTENSIONS + "/" + extension + "/settings", body);
  }

  private JsonNode asOperator(String method, String path, JsonNode body) {
    var request = InProcessRequest.of(method, path, Json.bytes(body));
    return Json.trusted(bytes(tinybase.api().handleAs(OPERATOR, request)));
  }

  private static Reply reply(Response response) {
    return reply(response.status(), response.headers(), bytes(response));
  }

  private static Reply reply(int status, Map<String, String> headers, byte[] body) {
    return new Reply(status, headers, new String(body, UTF_8), json(body));
  }

  private static @Nullable Object json(byte[] body) {
    try {
      return body.length == 0 ? null : PlainValues.value(Json.parse(body));
    } catch (Problem _) {
      return null;
    }
  }

  private static byte[] bytes(Response response) {
    return switch (response.body()) {
      case Response.Body.None _ -> NOTHING;
      case Response.Body.Bytes(byte[] bytes, String _) -> bytes;
      case Response.Body.LargeJson(var json) -> json.toBytes();
      case Response.Body.Stream(var writer, String _) -> {
        var bytes = new ByteArrayOutputStream();
        try {
          writer.writeTo(bytes);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        yield bytes.toByteArray();
      }
      case Response.Body.Push _ ->
          throw new IllegalArgumentException("a reply that never ends cannot be read as a whole");
    };
  }
}
