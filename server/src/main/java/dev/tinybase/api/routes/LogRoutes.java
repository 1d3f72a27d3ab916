package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.api.ServerLog;
import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/logs}: what the server itself has logged lately. */
public final class LogRoutes implements Routes {
  private final ServerLog log;

  /** Of this log. */
  public LogRoutes(ServerLog log) {
    this.log = log;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/api/admin/logs", "admin_list_server_logs")
            .summary("Read the log of this node: the last lines, or those after a number")
            .admin()
            .query("level", "string", "The least serious lines: debug, info, warning or error")
            .query("logger", "string", "Only lines of loggers whose names begin like this")
            .query("text", "string", "Only lines that contain this, in any case of letters")
            .query("request_id", "string", "Only lines about this request")
            .query("requests", "boolean", "Whether the log of requests is among them (true)")
            .query("after", "integer", "Only lines after this number: next_after of before")
            .query("limit", "integer", "Lines at most, 1 to 1000 (100)")
            .returns(200, "ServerLogList")
            .handle(this::list));
  }

  private Response list(Request request) {
    var query = request.query();
    var filter =
        new ServerLog.Filter(
            query.choice("level", Level.values()).orElse(null),
            query.text("logger").orElse(null),
            query.text("text").orElse(null),
            query.text("request_id").orElse(null),
            query.flag("requests", true));
    var page = LogPage.of(query);
    long newest = log.newest();
    var found =
        page.isLast()
            ? log.last(filter, page.limit())
            : log.after(page.after(), filter, page.limit());
    return page.answer(found.stream().map(LogRoutes::json).toList(), newest);
  }

  private static ObjectNode json(ServerLog.Line line) {
    return Json.object()
        .put("seq", line.seq())
        .put("at", Instants.text(line.at()))
        .put("level", line.level().name().toLowerCase(Locale.ROOT))
        .put("logger", line.logger())
        .put("message", line.message())
        .put("request_id", line.requestId())
        .put("trace", line.trace());
  }
}
