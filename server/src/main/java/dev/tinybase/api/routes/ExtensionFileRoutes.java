package dev.tinybase.api.routes;

import dev.tinybase.api.ETags;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.Extensions;
import dev.tinybase.extensions.StaticFile;
import dev.tinybase.http.Response;
import java.util.List;
import java.util.Map;

/** {@code /x/{extension}/…}: the static files of extensions, for everybody. */
public final class ExtensionFileRoutes implements Routes {
  private static final String ONE = "/x/{extension_name}";

  /** Scripts, styles and pictures of the page's own origin alone, and nobody may frame it. */
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  private final Extensions extensions;

  /** Routes to files of the extensions that run. */
  public ExtensionFileRoutes(Extensions extensions) {
    this.extensions = extensions;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ONE, "extensions_get_page")
            .summary("The way to the page of an extension")
            .returns(307, "")
            .problems(404)
            .handle(this::page),
        Route.get(ONE + "/{path...}", "extensions_get_file")
            .summary("A static file of an extension; of a folder its index.html")
            .returns(200, "application/octet-stream")
            .problems(404)
            .handle(this::file));
  }

  private Response page(Request request) {
    var name = request.variable("extension_name");
    return extensions.file(name, "").map(_ -> toFolder("/x/" + name)).orElseThrow(this::notFound);
  }

  /** Links in a folder's page are relative to the folder, so that its path must end in a slash. */
  private Response file(Request request) {
    var name = request.variable("extension_name");
    var path = request.variable("path");
    return extensions
        .file(name, path)
        .map(file -> answer(request, file))
        .or(() -> extensions.file(name, path + "/").map(_ -> toFolder(request.path())))
        .orElseThrow(this::notFound);
  }

  private static Response toFolder(String path) {
    return Response.redirect(path + "/");
  }

  private static Response answer(Request request, StaticFile file) {
    var answer =
        ETags.unchanged(request, file.etag())
            ? Response.notModified()
            : new Response(
                200, Map.of(), new Response.Body.Bytes(file.bytes(), file.contentType()));
    return answer
        .header("ETag", file.etag())
        .header("Cache-Control", "no-cache")
        .header("Content-Security-Policy", POLICY);
  }

  private Problem notFound() {
    return Problem.notFound("not_found", "Not Found");
  }
}
