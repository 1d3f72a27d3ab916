package dev.tinybase.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An answer: status, headers and body.
 *
 * @param headers by name; {@code Set-Cookie}, which alone cannot be joined by commas, has a line
 *     for each cookie
 */
public record Response(int status, Map<String, String> headers, Body body) {
  /** The header that may be there several times. */
  public static final String SET_COOKIE = "Set-Cookie";

  /** The header that tells of a preference that was followed (RFC 7240). */
  public static final String APPLIED = "Preference-Applied";

  /** The preference of an answer without what a change has made. */
  public static final String MINIMAL = "return=minimal";

  private static final int LARGE = 1 << 20;

  /** What follows the headers. */
  public sealed interface Body {
    /** Nothing. */
    record None() implements Body {}

    /** All of it at once. */
    record Bytes(byte[] bytes, String contentType) implements Body {}

    /** More than 1 MiB of JSON, which is forgotten piece by piece: it can be sent once. */
    record LargeJson(JsonBytes json) implements Body {}

    /** Written piece by piece, of a length that is not known before. */
    record Stream(Writer writer, String contentType) implements Body {}

    /** A long-lived stream: whatever the source has, as soon as it has it. */
    record Push(PushSource source, String contentType) implements Body {}
  }

  /** Writes a streamed body. */
  @FunctionalInterface
  public interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  /** 200 with JSON that is already written. */
  public static Response json(byte[] utf8) {
    return json(200, utf8);
  }

  /** JSON that is already written. */
  public static Response json(int status, byte[] utf8) {
    return new Response(status, Map.of(), new Body.Bytes(utf8, "application/json"));
  }

  /** JSON that is already written; nobody else may use the buffer any more. */
  public static Response json(int status, JsonBytes json) {
    return json.size() <= LARGE
        ? json(status, json.toBytes())
        : new Response(status, Map.of(), new Body.LargeJson(json));
  }

  /** 200 with a JSON tree. */
  public static Response json(JsonNode tree) {
    return json(200, Json.bytes(tree));
  }

  /** A JSON tree. */
  public static Response json(int status, JsonNode tree) {
    return json(status, Json.bytes(tree));
  }

  /** Text in UTF-8 of any media type. */
  public static Response text(int status, String contentType, String text) {
    return new Response(status, Map.of(), new Body.Bytes(text.getBytes(UTF_8), contentType));
  }

  /** 200 with a body that is written while it is sent. */
  public static Response stream(String contentType, Writer writer) {
    return new Response(200, Map.of(), new Body.Stream(writer, contentType));
  }

  /** 200 with a long-lived stream. */
  public static Response push(String contentType, PushSource source) {
    return new Response(200, Map.of(), new Body.Push(source, contentType));
  }

  /** 204. */
  public static Response noContent() {
    return new Response(204, Map.of(), new Body.None());
  }

  /** 307 to a path of this server, which the base path is put before. */
  public static Response redirect(String path) {
    return new Response(307, Map.of("Location", path), new Body.None());
  }

  /** 304. */
  public static Response notModified() {
    return new Response(304, Map.of(), new Body.None());
  }

  /** This answer with one more header. */
  public Response header(String name, String value) {
    if (headers.isEmpty()) {
      return new Response(status, Map.of(name, value), body);
    }
    var all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Response(status, all, body);
  }

  /**
   * This answer of a change without its body, for which there is no room: the client learns that it
   * was made (RFC 7240, {@code return=minimal}).
   */
  Response minimal() {
    return new Response(204, headers, new Body.None()).header(APPLIED, MINIMAL);
  }

  /** What a status is called, such as {@code Not Found}. */
  public static String phrase(int status) {
    return Status.create(status).reasonPhrase();
  }
}
