package dev.tinybase.functions.invoke;

import dev.tinybase.compile.UnitClassLoader;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The shared client as one call sees it: requests end with the call's time, and closing it closes
 * nothing.
 */
final class CallHttp extends HttpClient {
  private static final Duration LEAST = Duration.ofMillis(1);

  private final HttpClient client;
  private final Supplier<Duration> remaining;

  CallHttp(HttpClient client, Supplier<Duration> remaining) {
    this.client = client;
    this.remaining = remaining;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(limited(request), handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return client.sendAsync(limited(request), handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    return client.sendAsync(limited(request), handler, pushes);
  }

  private HttpRequest limited(HttpRequest request) {
    var left = remaining.get();
    var most = left.compareTo(LEAST) < 0 ? LEAST : left;
    boolean fits = request.timeout().filter(own -> own.compareTo(most) <= 0).isPresent();
    return fits
        ? request
        : HttpRequest.newBuilder(request, (name, value) -> true).timeout(most).build();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return client.newWebSocketBuilder();
  }

  @Override
  public void shutdown() {}

  @Override
  public void shutdownNow() {}

  @Override
  public void close() {}

  /** The client for other servers that all functions share, made when one asks for it. */
  static final class Shared implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private @Nullable HttpClient client;

    synchronized HttpClient client() {
      if (client == null) {
        client = make();
      }
      return client;
    }

    @Override
    public synchronized void close() {
      if (client != null) {
        client.shutdownNow();
      }
    }

    /**
     * Its threads outlive the file of the first caller, so they must not inherit its loader; nor
     * should what a function does on them find what the server brings along.
     */
    private static HttpClient make() {
      var thread = Thread.currentThread();
      var before = thread.getContextClassLoader();
      thread.setContextClassLoader(UnitClassLoader.sdk());
      try {
        return HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }
}
