package dev.tinybase.http;

import dev.tinybase.metrics.Histogram;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A request whose head is read; its body is read when asked for. What concerns the connection alone
 * does nothing where there is none.
 */
public interface HttpRequest {
  /** The method as sent. */
  String method();

  /** The path without query, as sent, below {@code server.base_path}. */
  String path();

  /** The query as sent, without its question mark; empty without one. */
  String rawQuery();

  /** The first value of a header. */
  Optional<String> header(String name);

  /** Every header: names in lower case, each with its values. */
  Map<String, List<String>> headers();

  /** The id that ties answer, log and error together. */
  String id();

  /** The client's address, by the proxies that are trusted. */
  String address();

  /** Whether a body comes with it. */
  boolean hasBody();

  /** Refuses with 413 a body whose declared length is beyond the limit. */
  default void checkLength(long limit) {}

  /** No body is wanted; from here on the server takes its time. */
  default void withoutBody() {}

  /**
   * The whole body, unzipped; a 413 problem beyond the limit.
   *
   * @param becomes how many bytes of memory become of a piece of a long body, beside its own; they
   *     are reserved while it arrives
   */
  byte[] body(long limit, ToLongFunction<byte[]> becomes);

  /**
   * Reserves so much memory for what becomes of the body, until the answer is written; a 503
   * problem where there is none in time, the 413 problem where it is more than one client may have.
   */
  default void reserve(long bytes) {}

  /**
   * The same for the reply, before anything is done for it; a 503 problem where there is no room in
   * time.
   */
  default void expectReply(long bytes) {}

  /**
   * So many bytes of a reply are in memory, until it is written; a 503 problem where there is no
   * room for them. Replies are counted when they are sent; what grows long says so on its way.
   */
  default void replying(long bytes) {}

  /** The body as it arrives, unzipped; it throws the 413 problem beyond the limit. */
  InputStream stream(long limit);

  /**
   * The answer will be a long-lived stream: from here on it counts among these, no longer among the
   * requests in flight; a 503 problem where there are too many.
   */
  default void openStream() {}

  /** Ends the connection with the answer, whatever comes after this request. */
  default void closeAfterwards() {}

  /** Where the duration of the answer is counted. */
  default void durations(Histogram.ByStatus durations) {}

  /** Who sent it, for the access log. */
  default void caller(Object who) {}

  /** The server that it came to, as it is now. */
  ServerStatus server();

  /**
   * How a server does.
   *
   * @param activeRequests requests in flight
   * @param streams long-lived streams that are open
   * @param timedOut connections that were closed because their client was too slow
   * @param droppedLogLines lines of the access log that were dropped
   * @param draining whether it is about to stop
   * @param unmatched how long answers took to requests that found no route
   */
  record ServerStatus(
      int activeRequests,
      int streams,
      long timedOut,
      long droppedLogLines,
      boolean draining,
      Histogram.ByStatus unmatched) {}
}
