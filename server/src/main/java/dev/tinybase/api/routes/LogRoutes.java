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
  private static final int MOST = 1000;

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
    int limit = (int) query.integer("limit", 1, MOST, 100);
    long after = query.integer("after", 0, Long.MAX_VALUE, -1);
    long newest = log.newest();
    var found = after < 0 ? log.last(filter, limit) : log.after(after, filter, limit);
    var body = Json.object();
    var lines = body.putArray("logs");
    found.forEach(line -> lines.add(json(line)));
    long last = found.isEmpty() ? after : found.getLast().seq();
    // Where that was all, the lines that the filter hides need not be looked at again.
    long next = after >= 0 && found.size() == limit ? last : Math.max(last, newest);
    return Response.json(body.put("next_after", next));
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
