package dev.tinybase.api.routes;

import dev.tinybase.api.MetricSnapshots;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.http.Response;
import java.util.List;

/** The figures that admins look at. */
public final class MetricRoutes implements Routes {
  private final MetricSnapshots snapshots;

  /** Of these snapshots. */
  public MetricRoutes(MetricSnapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/api/admin/metrics", "admin_get_metrics")
            .summary(
                "The sizes of collections and the figures of functions, from the last snapshot")
            .admin()
            .returns(200, "Metrics")
            .handle(this::latest));
  }

  private Response latest(Request request) {
    return Response.json(snapshots.latest());
  }
}
