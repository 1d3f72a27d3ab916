package dev.tinybase.api;

import dev.tinybase.http.Gzip;
import dev.tinybase.http.Response;
import dev.tinybase.text.Resources;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page that shows the OpenAPI document, with everything it needs. */
final class DocsRoutes implements Routes {
  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/5.34.1/";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self';"
          + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";
  private static final String JAVASCRIPT = "text/javascript; charset=utf-8";

  private final Map<String, Asset> assets =
      Map.of(
          "swagger-ui.css", new Asset(WEBJAR + "swagger-ui.css", "text/css; charset=utf-8"),
          "swagger-ui-bundle.js", new Asset(WEBJAR + "swagger-ui-bundle.js", JAVASCRIPT),
          "favicon-32x32.png", new Asset(WEBJAR + "favicon-32x32.png", "image/png"),
          "page.css", new Asset("/docs/page.css", "text/css; charset=utf-8"),
          "page.js", new Asset("/docs/page.js", JAVASCRIPT));
  private final Asset page = new Asset("/docs/index.html", "text/html; charset=utf-8");

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/docs", "docs_get_page")
            .summary("This document as a page to read and to try")
            .returns(200, "text/html")
            .handle(this::page),
        Route.get("/docs/assets/{name}", "docs_get_asset")
            .summary("A file of the page")
            .returns(200, "application/octet-stream")
            .problems(404)
            .handle(this::asset),
        Route.get("/redoc", "docs_get_redoc")
            .summary("The way to the page")
            .returns(307, "")
            .handle(_ -> new Response(307, Map.of("Location", "/docs"), new Response.Body.None())));
  }

  private Response page(Request request) {
    return page.answer(request, "no-cache").header("Content-Security-Policy", POLICY);
  }

  private Response asset(Request request) {
    var asset = assets.get(request.variable("name"));
    if (asset == null) {
      throw Api.notFound();
    }
    return asset.answer(request, "public, max-age=86400");
  }

  /** A file of the class path, zipped once and kept that way. */
  private static final class Asset {
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
      var body = new Response.Body.Bytes(zip ? file.zipped() : Resources.bytes(path), type);
      var answer = headers(new Response(200, Map.of(), body), file, cacheControl);
      return zip ? answer.header("Content-Encoding", "gzip") : answer;
    }

    private static Response headers(Response answer, Loaded file, String cacheControl) {
      return answer.header("ETag", file.etag()).header("Cache-Control", cacheControl);
    }

    private Loaded load() {
      var known = loaded;
      if (known == null) {
        var bytes = Resources.bytes(path);
        known = new Loaded(Gzip.bytes(bytes), ETags.of(bytes));
        loaded = known;
      }
      return known;
    }
  }
}
