package dev.tinybase.api;

import dev.tinybase.http.Gzip;
import dev.tinybase.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of the class path, zipped once and kept that way. */
final class Asset {
  /** The file as it is served. */
  private record Loaded(byte[] zipped, String etag) {}

  private final String path;
  private final String type;
  private volatile @Nullable Loaded loaded;

  Asset(String path, String type) {
    this.path = path;
    this.type = type;
  }

  /** The file, or 304 for who has it. */
  Response answer(Request request, String cacheControl) {
    var file = load();
    if (ETags.unchanged(request, file.etag())) {
      return headers(Response.notModified(), file, cacheControl);
    }
    boolean zip = request.header("Accept-Encoding").filter(Gzip::accepted).isPresent();
    var body = new Response.Body.Bytes(zip ? file.zipped() : read(), type);
    var answer = headers(new Response(200, Map.of(), body), file, cacheControl);
    return zip ? answer.header("Content-Encoding", "gzip") : answer;
  }

  private static Response headers(Response answer, Loaded file, String cacheControl) {
    return answer.header("ETag", file.etag()).header("Cache-Control", cacheControl);
  }

  private Loaded load() {
    var known = loaded;
    if (known == null) {
      var bytes = read();
      known = new Loaded(Gzip.bytes(bytes), ETags.of(bytes));
      loaded = known;
    }
    return known;
  }

  private byte[] read() {
    try (var in = Asset.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
