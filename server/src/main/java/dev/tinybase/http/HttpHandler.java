package dev.tinybase.http;

/** Answers the requests of a server. */
public interface HttpHandler {
  /** The answer to a request; what it throws is answered by {@link #failure}. */
  Response handle(HttpRequest request);

  /** The answer that tells of a failure. */
  Response failure(HttpRequest request, Throwable failure);
}
