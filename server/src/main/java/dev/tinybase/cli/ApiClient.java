package dev.tinybase.cli;

import static java.util.stream.Collectors.joining;

import dev.tinybase.TinyBase;
import dev.tinybase.api.Api;
import dev.tinybase.api.InProcessRequest;
import dev.tinybase.auth.Principal;
import dev.tinybase.config.RemoteServers.RemoteServer;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/** Speaks to the API of an instance as an admin: the one in the working directory or a server. */
sealed interface ApiClient extends AutoCloseable {
  /** What people call the instance. */
  String place();

  /**
   * The answer's JSON; null in JSON's sense where it is empty.
   *
   * @throws dev.tinybase.errors.Problem in one sentence when the instance refuses or is not there
   */
  JsonNode send(String method, String path, @Nullable JsonNode body);

  /** Whether the instance is on this machine, so that both know the same folders. */
  boolean isLocal();

  /**
   * Makes sure that the instance knows its functions and extensions, as a server that runs does.
   */
  void loadFunctions();

  @Override
  void close();

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
        case Response.Body.LargeJson(JsonBytes json) -> Json.trusted(json.toBytes());
        case Response.Body.Stream _, Response.Body.Push _ ->
            throw new IllegalArgumentException(path + " answers with a stream");
      };
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

  /** A server, over HTTP. It follows no redirects, which would take the token. */
  final class RemoteClient implements ApiClient {
    private static final int MAX_ANSWER = 64 << 20;

    private final RemoteServer remote;
    private final HttpClient client;

    RemoteClient(RemoteServer remote) {
      this.remote = remote;
      this.client = HttpClient.newBuilder().connectTimeout(remote.timeout()).build();
    }

    @Override
    public String place() {
      return remote.toString();
    }

    @Override
    public boolean isLocal() {
      return false;
    }

    /** It has loaded them when it started. */
    @Override
    public void loadFunctions() {}

    @Override
    public JsonNode send(String method, String path, @Nullable JsonNode body) {
      var request =
          HttpRequest.newBuilder(URI.create(remote.url() + path))
              .timeout(remote.timeout())
              .header("Authorization", "Bearer " + remote.token())
              .header("Accept", "application/json");
      if (body == null) {
        request.method(method, BodyPublishers.noBody());
      } else {
        request
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(Json.bytes(body)));
      }
      try {
        return answer(client.send(request.build(), BodyHandlers.ofInputStream()));
      } catch (HttpTimeoutException _) {
        throw unreachable("gave no answer within " + remote.timeout().toSeconds() + " seconds");
      } catch (IOException e) {
        throw unreachable("cannot be reached: " + reason(e));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw unreachable("was not waited for");
      }
    }

    private JsonNode answer(HttpResponse<InputStream> response) throws IOException {
      byte[] bytes;
      try (var stream = response.body()) {
        bytes = stream.readNBytes(MAX_ANSWER);
      }
      int status = response.statusCode();
      if (status / 100 == 2 && bytes.length == 0) {
        return JsonNodeFactory.instance.nullNode();
      }
      var json = parse(bytes);
      if (status / 100 == 2 && json != null) {
        return json;
      }
      throw failure(status, json);
    }

    private static @Nullable JsonNode parse(byte[] bytes) {
      try {
        return Json.parse(bytes);
      } catch (Problem _) {
        return null;
      }
    }

    /** {@code body.name: must be a text; …}, as the same problem says without a server between. */
    private static String places(JsonNode detail) {
      return detail
          .valueStream()
          .map(place ->
              place.path("loc").valueStream().map(JsonNode::asString).collect(joining("."))
                  + ": "
                  + place.path("msg").asString(""))
          .collect(joining("; "));
    }

    private Problem failure(int status, @Nullable JsonNode body) {
      if (status / 100 < 4 || body == null || !body.has("detail")) {
        return unreachable(
            "is no TinyBase, or another thing answers in its place (status " + status + ")");
      }
      var detail = body.path("detail");
      var text = detail.isString() ? detail.stringValue() : places(detail);
      var hint =
          switch (status) {
            case 401 -> "; the token is unknown or has expired";
            case 403 -> "; the token must be an admin's";
            default -> "";
          };
      var problem =
          Problem.badRequest("remote_refused", place() + " says (" + status + "): " + text + hint);
      var diagnostics = body.get("diagnostics");
      return diagnostics == null ? problem : problem.member("diagnostics", diagnostics);
    }

    private Problem unreachable(String what) {
      return Problem.unavailable("remote_unreachable", place() + " " + what, 1);
    }

    private static String reason(IOException e) {
      var message = e.getMessage();
      return message == null ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
      client.shutdownNow();
    }
  }
}
