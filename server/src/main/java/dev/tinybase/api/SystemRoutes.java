package dev.tinybase.api;

import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;

/** What the server says of itself. */
final class SystemRoutes implements Routes {
  private final Readiness readiness;
  private final MetricsPage metrics;
  private final Route.Handler requests;
  private final SecurityPage security;
  private final OpenApi openApi;
  private final String basePath;
  private final boolean hasAdmin = AdminRoutes.isUiBuilt();

  SystemRoutes(
      Readiness readiness,
      MetricsPage metrics,
      Route.Handler requests,
      SecurityPage security,
      OpenApi openApi,
      String basePath) {
    this.readiness = readiness;
    this.metrics = metrics;
    this.requests = requests;
    this.security = security;
    this.openApi = openApi;
    this.basePath = basePath;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/", "system_get_root")
            .summary("Name, version and where the rest is; browsers are sent to the admin UI")
            .returns(200, "About")
            .handle(request -> hasAdmin && request.isFromBrowser() ? toAdmin() : about()),
        status("/health", "system_get_health", "healthy", "Whether the process lives"),
        status("/healthz", "system_get_healthz", "ok", "Whether the process lives"),
        status("/health/live", "system_get_health_live", "healthy", "Whether the process lives"),
        readiness("/ready", "system_get_ready"),
        readiness("/health/ready", "system_get_health_ready"),
        Route.get("/metrics", "system_get_metrics")
            .summary("Figures for Prometheus; for admins and holders of the scrape token")
            .returns(200, "text/plain")
            .problems(401, 403)
            .handle(metrics::answer),
        Route.get(SecurityPage.PATH, "system_get_security_contact")
            .summary("Who is told of vulnerabilities (RFC 9116); 404 where nobody is named")
            .returns(200, "text/plain")
            .problems(404)
            .handle(_ -> security.answer()),
        Route.get("/api/admin/requests", "admin_get_requests")
            .summary(
                "The requests of this node over the last hours, and its busiest and slowest routes")
            .admin()
            .query("hours", "integer", "How many hours back, 1 to 24 (24); 1 gives minutes")
            .returns(200, "Requests")
            .handle(requests),
        Route.get("/openapi.json", "system_get_openapi")
            .summary(
                "The description of all paths, with those of the collections that the caller may list")
            .returns(200, "OpenApiDocument")
            .handle(this::document));
  }

  private static Response toAdmin() {
    return Response.redirect("/admin").header("Vary", "Accept");
  }

  private Response about() {
    var body =
        Json.object()
            .put("name", "TinyBase")
            .put("version", Version.text())
            .put("docs", basePath + "/docs")
            .put("openapi", basePath + "/openapi.json")
            .put("admin", hasAdmin ? basePath + "/admin" : null)
            .putNull("auth");
    return Response.json(body);
  }

  private static Route status(String path, String id, String word, String summary) {
    var body = Json.bytes(Json.object().put("status", word));
    return Route.get(path, id)
        .summary(summary)
        .returns(200, "Health")
        .handle(_ -> Response.json(body));
  }

  private Route readiness(String path, String id) {
    return Route.get(path, id)
        .summary("Whether requests should be sent here: 200, else 503")
        .returns(200, "Readiness")
        .handle(readiness::answer);
  }

  private Response document(Request request) {
    var document = openApi.document(request.principal());
    var answer =
        ETags.unchanged(request, document.etag())
            ? Response.notModified()
            : Response.json(document.json());
    return answer.header("ETag", document.etag()).header("Cache-Control", "no-cache");
  }
}
