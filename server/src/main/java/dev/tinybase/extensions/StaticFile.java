package dev.tinybase.extensions;

import dev.tinybase.text.Sha256;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file that an extension shows to browsers, as it is sent.
 *
 * @param bytes that nobody changes
 * @param etag an entity tag, in quotes
 */
public record StaticFile(byte[] bytes, String contentType, String etag) {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("htm", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("md", "text/markdown; charset=utf-8"),
          Map.entry("csv", "text/csv; charset=utf-8"),
          Map.entry("xml", "application/xml"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("avif", "image/avif"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("ttf", "font/ttf"),
          Map.entry("otf", "font/otf"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"));

  private static final String UNKNOWN = "application/octet-stream";

  /** Files by their paths. */
  static SortedMap<String, StaticFile> all(Map<String, byte[]> files) {
    var all = new TreeMap<String, StaticFile>();
    files.forEach((path, bytes) -> all.put(path, of(path, bytes)));
    return all;
  }

  private static StaticFile of(String path, byte[] bytes) {
    var ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    var etag = '"' + Sha256.hex(bytes).substring(0, 24) + '"';
    return new StaticFile(bytes, TYPES.getOrDefault(ending, UNKNOWN), etag);
  }
}
