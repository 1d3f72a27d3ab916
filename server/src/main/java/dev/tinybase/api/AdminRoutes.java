package dev.tinybase.api;

import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.text.Resources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /admin}: the files of the admin UI, and its one page at every other path, which the UI
 * itself tells apart. A program that was built without it answers 404 and says so.
 */
public final class AdminRoutes implements Routes {
  private static final String FOLDER = "/admin/";
  private static final String PAGE = "index.html";

  /** What the build has made, one path a line. */
  private static final String LIST = FOLDER + "files.txt";

  /** Files with a hash of their content in their names. */
  private static final String HASHED = "assets/";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'self';"
          + " form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2");

  private final Map<String, Asset> files;
  private final @Nullable Asset page;

  /** The UI below the server's base path. */
  AdminRoutes(String basePath) {
    files = files();
    page = files.containsKey(PAGE) ? new Asset(() -> page(basePath), type(PAGE)) : null;
  }

  private static Map<String, Asset> files() {
    if (!isUiBuilt()) {
      return Map.of();
    }
    return Resources.text(LIST)
        .lines()
        .collect(
            Collectors.toMap(Function.identity(), path -> new Asset(FOLDER + path, type(path))));
  }

  private static String type(String path) {
    return TYPES.getOrDefault(
        path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
  }

  /** All references of the page are relative to its base. */
  private static byte[] page(String basePath) {
    return Resources.text(FOLDER + PAGE)
        .replace("<base href=\"/admin/\"", "<base href=\"" + basePath + "/admin/\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Whether this program was built with the UI. */
  public static boolean isUiBuilt() {
    return AdminRoutes.class.getResource(LIST) != null;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/admin", "ui_get_page")
            .summary("The admin UI")
            .anyQuery()
            .returns(200, "text/html")
            .problems(404)
            .handle(this::page),
        Route.get("/admin/{path...}", "ui_get_file")
            .summary("A file of the admin UI; elsewhere its page, which knows its own paths")
            .anyQuery()
            .returns(200, "application/octet-stream")
            .problems(404)
            .handle(this::file));
  }

  private Response page(Request request) {
    if (page == null) {
      throw Problem.notFound(
          "admin_ui_missing",
          "This server was built without the admin UI, which takes Node 20.19 or newer and npm to"
              + " build.");
    }
    return page.answer(request, "no-cache").header("Content-Security-Policy", POLICY);
  }

  private Response file(Request request) {
    var path = request.variable("path");
    var file = path.equals(PAGE) ? null : files.get(path);
    if (file != null) {
      return file.answer(
          request,
          path.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "public, max-age=3600");
    }
    if (path.startsWith(HASHED)) {
      throw Api.notFound();
    }
    return page(request);
  }
}
