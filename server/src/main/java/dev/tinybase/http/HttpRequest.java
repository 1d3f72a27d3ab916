package dev.tinybase.http;

import dev.tinybase.metrics.Histogram;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A request whose head is read; its body is read when asked for. */
public interface HttpRequest {
  /** The method as sent. */
  String method();

  /** The path without query, as sent. */
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
  void checkLength(long limit);

  /** No body is wanted; from here on the server takes its time. */
  void withoutBody();

  /** The whole body, unzipped; a 413 problem beyond the limit. */
  byte[] body(long limit);

  /** The body as it arrives, unzipped; it throws the 413 problem beyond the limit. */
  InputStream stream(long limit);

  /**
   * The answer will be a long-lived stream: from here on it counts among these, no longer among the
   * requests in flight; a 503 problem where there are too many.
   */
  void openStream();

  /** Ends the connection with the answer, whatever comes after this request. */
  void closeAfterwards();

  /** Where the duration of the answer is counted. */
  void durations(Histogram.ByStatus durations);

  /** Who sent it, for the access log. */
  void user(UUID id);

  /** The server that it came to, as it is now. */
  ServerStatus server();
}
