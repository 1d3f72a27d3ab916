package dev.tinybase.api;

import dev.tinybase.http.Gzip;
import dev.tinybase.http.Response;
import dev.tinybase.text.Resources;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A file of a page that the server shows, zipped once and kept that way. */
final class Asset {
  /** The file as it is served. */
  private record Loaded(byte[] zipped, String etag) {}

  private final Supplier<byte[]> content;
  private final String type;
  private volatile @Nullable Loaded loaded;

  /** A file of the class path. */
  Asset(String path, String type) {
    this(() -> Resources.bytes(path), type);
  }

  /** A file with this content, always the same, which is asked for when it is needed. */
  Asset(Supplier<byte[]> content, String type) {
    this.content = content;
    this.type = type;
  }

  /** The file, or 304 for who has it. */
  Response answer(Request request, String cacheControl) {
    var file = load();
    if (ETags.unchanged(request, file.etag())) {
      return headers(Response.notModified(), file, cacheControl);
    }
    boolean zip = request.header("Accept-Encoding").filter(Gzip::accepted).isPresent();
    var body = new Response.Body.Bytes(zip ? file.zipped() : content.get(), type);
    var answer = headers(new Response(200, Map.of(), body), file, cacheControl);
    return zip ? answer.header("Content-Encoding", "gzip") : answer;
  }

  private static Response headers(Response answer, Loaded file, String cacheControl) {
    return answer.header("ETag", file.etag()).header("Cache-Control", cacheControl);
  }

  private Loaded load() {
    var known = loaded;
    if (known == null) {
      var bytes = content.get();
      known = new Loaded(Gzip.bytes(bytes), ETags.of(bytes));
      loaded = known;
    }
    return known;
  }
}
