package dev.tinybase.api;

import dev.tinybase.http.Response;
import java.util.List;
import java.util.Map;

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
            .handle(_ -> Response.redirect("/docs")));
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
}
