package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.backup.BackupService;
import dev.tinybase.backup.BackupService.Stored;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/backups}: the backups in the server's folder, for admins. */
public final class BackupRoutes implements Routes {
  private static final String ALL = "/api/admin/backups";
  private static final String ONE = "/api/admin/backups/{backup_name}";
  private static final String ZIP = "application/zip";

  private final BackupService backups;

  /** Routes to the backups that a service keeps. */
  public BackupRoutes(BackupService backups) {
    this.backups = backups;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, "admin_list_backups")
            .summary("List the backups on this server, the newest first")
            .admin()
            .query("limit", "integer", "How many at most, 0 to 1000, 100 by default")
            .query("offset", "integer", "How many to leave out at the beginning")
            .returns(200, "BackupList")
            .handle(this::list),
        Route.post(ALL, "admin_create_backup")
            .summary("Make a backup while the server goes on; answers when it is whole")
            .admin()
            .returns(201, "Backup")
            .problems(409)
            .handle(_ -> make()),
        Route.get(ONE, "admin_download_backup")
            .summary("Download a backup")
            .admin()
            .returns(200, ZIP)
            .problems(404)
            .handle(this::download),
        Route.delete(ONE, "admin_delete_backup")
            .summary("Delete a backup")
            .admin()
            .returns(204, "")
            .problems(404)
            .handle(this::delete));
  }

  private Response list(Request request) {
    int limit = (int) request.query().integer("limit", 0, 1000, 100);
    long offset = request.query().integer("offset", 0, Long.MAX_VALUE, 0);
    var all = backups.list();
    var body = Json.object();
    var items = body.putArray("backups");
    all.stream().skip(offset).limit(limit).forEach(backup -> items.add(json(backup)));
    return Response.json(body.put("total", all.size()).put("limit", limit).put("offset", offset));
  }

  private Response make() {
    var made = backups.make();
    return Response.json(201, json(made)).header("Location", ALL + "/" + made.name());
  }

  /** It is read while it is sent. */
  private Response download(Request request) {
    var backup = backups.find(request.variable("backup_name"));
    return Response.stream(ZIP, out -> backups.copy(backup.name(), out))
        .header("Content-Disposition", "attachment; filename=\"" + backup.name() + "\"");
  }

  private Response delete(Request request) {
    backups.delete(request.variable("backup_name"));
    return Response.noContent();
  }

  private static ObjectNode json(Stored backup) {
    return Json.object()
        .put("name", backup.name())
        .put("kind", backup.kind())
        .put("bytes", backup.bytes())
        .put("created_at", Instants.text(backup.createdAt()));
  }
}
