package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.Scope;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Query;
import dev.tinybase.http.Response;
import dev.tinybase.transfer.ExportOptions;
import dev.tinybase.transfer.Exporter;
import dev.tinybase.transfer.Format;
import dev.tinybase.transfer.ImportOptions;
import dev.tinybase.transfer.ImportResult;
import dev.tinybase.transfer.Importer;
import java.util.List;

/** Import into and export from a collection, as files that are streamed. */
public final class TransferRoutes implements Routes {
  private static final String COLLECTION = "/api/collections/{collection_name}";
  private static final String FORMATS = "ndjson, json or csv";

  private final Importer importer;
  private final Exporter exporter;

  public TransferRoutes(Importer importer, Exporter exporter) {
    this.importer = importer;
    this.exporter = exporter;
  }

  @Override
  public List<Route> routes() {
    return List.of(importRoute(), exportRoute());
  }

  private Route importRoute() {
    return Route.post(COLLECTION + "/import", "collections_import_records")
        .summary("Import a file of records; gzip is accepted")
        .admin()
        .scope(Scope.RECORDS_WRITE)
        .stream("ImportFile")
        .query("format", "string", FORMATS + "; else the Content-Type tells")
        .query("mode", "string", "insert (all lines are new records) or upsert (insert)")
        .query("on", "string", "The unique field that mode=upsert goes by (id)")
        .query("dry_run", "boolean", "Whether everything is tried and then undone (false)")
        .query("on_error", "string", "stop at the first bad line or continue after it (stop)")
        .query("hooks", "boolean", "Whether before-hooks see each record (true)")
        .query("errors", "integer", "How many bad lines the answer names, 0 to 1000 (100)")
        .query("delimiter", "string", "What separates the cells of CSV; else the header tells")
        .returns(200, "ImportResult")
        .problems(400, 404, 409)
        .handle(this::importFile);
  }

  private Route exportRoute() {
    return Route.get(COLLECTION + "/export", "collections_export_records")
        .summary("Export the records, as one consistent state, in the order of their ids")
        .admin()
        .scope(Scope.RECORDS_READ)
        .query("format", "string", FORMATS + " (ndjson)")
        .query("fields", "string", "Only these fields of the data, separated by commas")
        .query("filter", "string", "A filter as JSON; or filter[field][operator]=value")
        .query(
            "guard_formulas",
            "boolean",
            "Whether CSV keeps spreadsheets from running texts that begin like a formula: a ' goes before them (false)")
        .query("hooks", "boolean", "Whether hooks of reading see each record (true)")
        .returns(200, Format.NDJSON.contentType())
        .problems(400, 404)
        .handle(this::exportFile);
  }

  private Response importFile(Request request) {
    var options = options(request);
    long errors =
        request.query().integer("errors", 0, ImportResult.MOST_ERRORS, ImportResult.USUAL_ERRORS);
    var result =
        importer.run(request.principal(), collection(request), request.stream(), options, _ -> {});
    return Response.json(result.naming(errors).json());
  }

  private Response exportFile(Request request) {
    var query = request.query();
    var format = Format.of(query.choice("format", "ndjson", "ndjson", "json", "csv")).orElseThrow();
    var fields = query.text("fields").map(text -> List.of(text.split(",", -1))).orElse(null);
    var export =
        exporter.prepare(
            request.principal(),
            collection(request),
            new ExportOptions(
                format,
                query.values(),
                fields,
                query.flag("guard_formulas", false),
                query.flag("hooks", true)));
    var type = format == Format.CSV ? "text/csv; charset=utf-8" : format.contentType();
    return Response.stream(type, out -> export.writeTo(out, _ -> {}))
        .header(
            "Content-Disposition",
            "attachment; filename=\"" + export.collection() + "." + format.word() + "\"");
  }

  private static ImportOptions options(Request request) {
    var query = request.query();
    boolean upsert = query.choice("mode", "insert", "insert", "upsert").equals("upsert");
    boolean stop = query.choice("on_error", "stop", "stop", "continue").equals("stop");
    if (!upsert && query.text("on").isPresent()) {
      throw Problem.invalid(InputError.at("conflict", "goes with mode=upsert", "query", "on"));
    }
    return new ImportOptions(
        format(request, query),
        upsert ? ImportOptions.Mode.UPSERT : ImportOptions.Mode.INSERT,
        query.text("on").orElse("id"),
        query.flag("dry_run", false),
        stop ? ImportOptions.OnError.STOP : ImportOptions.OnError.CONTINUE,
        query.flag("hooks", true),
        query.text("delimiter").map(TransferRoutes::delimiter).orElse(null));
  }

  static char delimiter(String text) {
    return ImportOptions.delimiter(text)
        .orElseThrow(() ->
            Problem.invalid(
                InputError.at(
                    "enum",
                    "must be comma, semicolon, tab, pipe or one ASCII sign other than quotes",
                    "query",
                    "delimiter")));
  }

  static Format format(Request request, Query query) {
    if (query.text("format").isPresent()) {
      return Format.of(query.choice("format", "", "ndjson", "json", "csv")).orElseThrow();
    }
    return request
        .header("Content-Type")
        .flatMap(Format::ofContentType)
        .orElseThrow(() ->
            Problem.invalid(
                InputError.at(
                    "missing",
                    "say which format the file has: " + FORMATS + ", or send its Content-Type",
                    "query",
                    "format")));
  }

  private static String collection(Request request) {
    return request.variable("collection_name");
  }
}
