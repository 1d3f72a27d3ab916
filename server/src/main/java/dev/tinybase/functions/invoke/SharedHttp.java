package dev.tinybase.functions.invoke;

import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The client for other servers that all functions share, made when one asks for it. */
final class SharedHttp implements AutoCloseable {
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

  /** Its threads outlive the file of the first caller, so they must not inherit its loader. */
  private static HttpClient make() {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(SharedHttp.class.getClassLoader());
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
