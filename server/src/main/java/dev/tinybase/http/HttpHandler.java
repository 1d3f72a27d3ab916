package dev.tinybase.http;

/** Answers the requests of a server. */
public interface HttpHandler {
  /** The answer to a request; what it throws is answered by {@link #failure}. */
  Response handle(HttpRequest request);

  /** The answer that tells of a failure. */
  Response failure(HttpRequest request, Throwable failure);

  /**
   * The client has closed its side while a thread answers its request, for more than a second by
   * now: what that thread still reads for it may end. It is told on another thread, and again until
   * the answer is made.
   */
  default void clientLeft(Thread answering) {}
}
