package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.http.Response;
import dev.tinybase.transfer.AccountImporter;
import java.util.List;

/** {@code /api/admin/users/import}: accounts of another program, with their password hashes. */
public final class UserImportRoutes implements Routes {
  private final AccountImporter importer;

  public UserImportRoutes(AccountImporter importer) {
    this.importer = importer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/api/admin/users/import", "admin_import_users")
            .summary(
                "Import accounts with their password hashes, whole or not at all; gzip is accepted")
            .admin()
            .stream("UserFile")
            .query("format", "string", "ndjson, json or csv; else the Content-Type tells")
            .query("dry_run", "boolean", "Whether everything is checked and nothing made (false)")
            .query("skip_bad", "boolean", "Whether the good lines count without the bad (false)")
            .query("delimiter", "string", "What separates the cells of CSV; else the header tells")
            .returns(200, "ImportResult")
            .problems(400)
            .handle(this::importFile));
  }

  private Response importFile(Request request) {
    var query = request.query();
    var options =
        new AccountImporter.Options(
            TransferRoutes.format(request, query),
            query.flag("dry_run", false),
            query.flag("skip_bad", false),
            query.text("delimiter").map(TransferRoutes::delimiter).orElse(null));
    return Response.json(importer.run(request.stream(), options).json());
  }
}
