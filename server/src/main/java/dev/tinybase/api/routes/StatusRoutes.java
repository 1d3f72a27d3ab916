package dev.tinybase.api.routes;

import dev.tinybase.api.InstanceStatus;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.http.Response;
import java.util.List;

/** {@code /api/admin/status}: how the instance is. */
public final class StatusRoutes implements Routes {
  private final InstanceStatus status;

  /** Of this instance. */
  public StatusRoutes(InstanceStatus status) {
    this.status = status;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/api/admin/status", "admin_get_status")
            .summary("Version, health, database, storage, memory and counts of everything")
            .admin()
            .returns(200, "InstanceStatus")
            .handle(_ -> Response.json(status.json())));
  }
}
