package dev.tinybase.cli;

import dev.tinybase.TinyBase;
import dev.tinybase.api.Api;
import dev.tinybase.api.InProcessRequest;
import dev.tinybase.auth.Principal;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The instance in the working directory, by the same routes as a server's clients. A server that
 * runs on it switches by itself.
 */
final class InProcessClient implements ApiClient {
  private static final Principal OPERATOR = new Principal.Operator();
  private static final int BUFFER = 1 << 16;

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
    var bytes = body == null ? new byte[0] : Json.bytes(body);
    return json(path, api.handleAs(OPERATOR, InProcessRequest.of(method, path, bytes)));
  }

  @Override
  public JsonNode upload(String path, Upload file) throws IOException {
    var plain = file.gzipped() ? new GZIPInputStream(file.content(), BUFFER) : file.content();
    var request = InProcessRequest.ofFile(path, file.contentType(), plain);
    return json(path, api.handleAs(OPERATOR, request));
  }

  private static JsonNode json(String path, Response answer) {
    return switch (answer.body()) {
      case Response.Body.None _ -> NullNode.getInstance();
      case Response.Body.Bytes(byte[] json, String _) -> Json.trusted(json);
      case Response.Body.LargeJson(JsonBytes json) -> Json.trusted(json.toBytes());
      case Response.Body.Stream _, Response.Body.Push _ ->
          throw new IllegalArgumentException(path + " answers with a stream");
    };
  }

  @Override
  public void download(String path, OutputStream out) throws IOException {
    var answer = api.handleAs(OPERATOR, InProcessRequest.of("GET", path, new byte[0]));
    switch (answer.body()) {
      case Response.Body.None _ -> {}
      case Response.Body.Bytes(byte[] bytes, String _) -> out.write(bytes);
      case Response.Body.LargeJson(JsonBytes json) -> json.writeTo(out);
      case Response.Body.Stream(Response.Writer writer, String _) -> writer.writeTo(out);
      case Response.Body.Push _ -> throw new IllegalArgumentException(path + " has no end");
    }
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public void loadFunctions() {
    if (!loaded) {
      tinybase.load();
      loaded = true;
    }
  }

  @Override
  public void close() {
    tinybase.close();
  }
}
