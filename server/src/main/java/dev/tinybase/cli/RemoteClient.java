package dev.tinybase.cli;

import dev.tinybase.config.RemoteServers.RemoteServer;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A server, over HTTP. It follows no redirects, which would take the token. A server that asks for
 * patience gets some, where a request may be sent again.
 */
final class RemoteClient implements ApiClient {
  private static final int MAX_ANSWER = 64 << 20;
  private static final long LONGEST_WAIT_SECONDS = 60;
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);

  private final RemoteServer remote;
  private final Consumer<String> notices;
  private final HttpClient client;

  /**
   * @param notices is told what takes so long
   */
  RemoteClient(RemoteServer remote, Consumer<String> notices) {
    this.remote = remote;
    this.notices = notices;
    var timeout = remote.timeout();
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
            .build();
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
    var request = request(path).header("Accept", "application/json");
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofByteArray(Json.bytes(body)));
    }
    return RemoteAnswers.json(remote, patiently(request.build()));
  }

  @Override
  public JsonNode upload(String path, Upload file) throws IOException {
    var content = new TransferStreams.Source(file.content());
    var request =
        request(path)
            .header("Accept", "application/json")
            .header("Content-Type", file.contentType())
            .POST(BodyPublishers.ofInputStream(() -> content));
    if (file.gzipped()) {
      request.header("Content-Encoding", "gzip");
    }
    try {
      return RemoteAnswers.json(remote, exchange(request.build(), bytes(), content::moved));
    } finally {
      content.throwFailure();
    }
  }

  @Override
  public void download(String path, OutputStream out) throws IOException {
    var target = new TransferStreams.Target(out);
    BodyHandler<byte[]> handler =
        head -> head.statusCode() / 100 == 2 ? target.subscriber() : bytes().apply(head);
    try {
      var answer = exchange(request(path).GET().build(), handler, target::moved);
      if (answer.statusCode() / 100 != 2) {
        throw RemoteAnswers.problem(remote, answer);
      }
    } finally {
      target.throwFailure();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(remote.url() + path))
        .header("Authorization", "Bearer " + remote.token());
  }

  private static BodyHandler<byte[]> bytes() {
    return BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER);
  }

  /** Sends it, again after as long as the server asks for, for a minute at most. */
  private HttpResponse<byte[]> patiently(HttpRequest request) {
    long left = LONGEST_WAIT_SECONDS;
    while (true) {
      var answer = exchange(request, bytes(), () -> 0);
      long pause = RemoteAnswers.pauseSeconds(request.method(), answer);
      if (pause == 0 || pause > left) {
        return answer;
      }
      left -= pause;
      notices.accept(
          "%s asks for patience (%d); trying again in %d s."
              .formatted(place(), answer.statusCode(), pause));
      pause(pause);
    }
  }

  private void pause(long seconds) {
    try {
      TimeUnit.SECONDS.sleep(seconds);
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  /**
   * The answer; however long it takes, something has to happen within the time limit.
   *
   * @param moved the bytes that have come or gone so far
   */
  private HttpResponse<byte[]> exchange(
      HttpRequest request, BodyHandler<byte[]> handler, LongSupplier moved) {
    var answer = client.sendAsync(request, handler);
    long seen = 0;
    while (true) {
      try {
        return answer.get(remote.timeout().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        if (moved.getAsLong() == seen) {
          answer.cancel(true);
          throw unreachable("gave no answer within " + remote.timeout().toSeconds() + " seconds");
        }
        seen = moved.getAsLong();
      } catch (ExecutionException e) {
        throw unreachable("cannot be reached: " + reason(e.getCause()));
      } catch (InterruptedException _) {
        answer.cancel(true);
        throw interrupted();
      }
    }
  }

  private Problem interrupted() {
    Thread.currentThread().interrupt();
    return unreachable("was not waited for");
  }

  private Problem unreachable(String what) {
    return RemoteAnswers.unreachable(remote, what);
  }

  private static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "unknown reason";
    }
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
