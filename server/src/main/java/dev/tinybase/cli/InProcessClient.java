package dev.tinybase.cli;

import dev.tinybase.TinyBase;
import dev.tinybase.api.Api;
import dev.tinybase.api.InProcessRequest;
import dev.tinybase.auth.Principal;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The instance in the working directory, by the same routes as a server's clients. A server that
 * runs on it switches by itself.
 */
final class InProcessClient implements ApiClient {
  private static final Principal OPERATOR = new Principal.Operator();
  private static final byte[] NOTHING = {};

  private final TinyBase tinybase;
  private final Api api;
  private boolean loaded;

  InProcessClient(TinyBase tinybase) {
    this.tinybase = tinybase;
    this.api = tinybase.api();
  }

  @Override
  public String place() {
    return "the database of this folder";
  }

  @Override
  public JsonNode send(String method, String path, @Nullable JsonNode body) {
    var bytes = body == null ? NOTHING : Json.bytes(body);
    var answer = api.handleAs(OPERATOR, InProcessRequest.of(method, path, bytes));
    return switch (answer.body()) {
      case Response.Body.None _ -> NullNode.getInstance();
      case Response.Body.Bytes(byte[] json, String _) -> Json.trusted(json);
      case Response.Body.Stream _, Response.Body.Push _ ->
          throw new IllegalArgumentException(path + " answers with a stream");
    };
  }

  @Override
  public void loadFunctions() {
    if (!loaded) {
      tinybase.functions().loader().reload();
      loaded = true;
    }
  }

  @Override
  public void close() {
    tinybase.close();
  }
}
