package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.AuthServices;
import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Session;
import dev.tinybase.auth.SessionService;
import dev.tinybase.auth.UserService;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/auth/sessions}: where one is logged in; and the same of each user, for admins. */
public final class SessionRoutes implements Routes {
  private static final String OWN = "/api/auth/sessions";
  private static final String OF_USER = "/api/admin/users/{user_id}/sessions";
  private static final String ONE = "/{session_id}";

  private final SessionService sessions;
  private final UserService users;

  public SessionRoutes(AuthServices auth) {
    this.sessions = auth.sessions();
    this.users = auth.users();
  }

  @Override
  public List<Route> routes() {
    return List.of(
        paged(Route.get(OWN, "auth_list_sessions"))
            .summary("List one's own sessions, the one that was used last at first")
            .auth()
            .returns(200, "SessionList")
            .handle(request -> list(request, request.user().id())),
        Route.delete(OWN + ONE, "auth_end_session")
            .summary("End one of one's own sessions; its tokens are refused at once")
            .auth()
            .returns(204, "")
            .problems(404)
            .handle(request -> end(request, request.user().id())),
        paged(Route.get(OF_USER, "admin_list_user_sessions"))
            .summary("List the sessions of a user, the one that was used last at first")
            .admin()
            .returns(200, "SessionList")
            .problems(404)
            .handle(request -> list(request, user(request))),
        Route.delete(OF_USER, "admin_end_user_sessions")
            .summary("End all sessions of a user; their tokens are refused at once")
            .admin()
            .returns(200, "EndedSessions")
            .problems(404)
            .handle(this::endAll),
        Route.delete(OF_USER + ONE, "admin_end_user_session")
            .summary("End one session of a user; its tokens are refused at once")
            .admin()
            .returns(204, "")
            .problems(404)
            .handle(request -> end(request, user(request))));
  }

  private static Route.Builder paged(Route.Builder route) {
    return route
        .query("limit", "integer", "How many at most, 0 to 1000, 100 by default")
        .query("offset", "integer", "How many to leave out at the beginning");
  }

  private UUID user(Request request) {
    return users.find(request.uuid("user_id")).orElseThrow(UserService::unknown).id();
  }

  private Response list(Request request, UUID user) {
    long limit = request.query().integer("limit", 0, 1000, 100);
    long offset = request.query().integer("offset", 0, Long.MAX_VALUE, 0);
    var current = request.principal() instanceof Principal.User self ? self.sessionId() : null;
    var page = sessions.list(user, limit, offset);
    var body = Json.object();
    var items = body.putArray("sessions");
    page.sessions().forEach(session -> items.add(json(session, current)));
    return Response.json(body.put("total", page.total()).put("limit", limit).put("offset", offset));
  }

  private static ObjectNode json(Session session, @Nullable UUID current) {
    return Json.object()
        .put("id", session.id().toString())
        .put("created_at", Instants.text(session.createdAt()))
        .put("last_used_at", Instants.text(session.lastUsedAt()))
        .put("expires_at", Instants.text(session.expiresAt()))
        .put("address", session.address())
        .put("user_agent", session.userAgent())
        .put("current", session.id().equals(current));
  }

  private Response end(Request request, UUID user) {
    sessions.end(user, request.uuid("session_id"));
    return Response.noContent();
  }

  private Response endAll(Request request) {
    return Response.json(Json.object().put("ended", sessions.endAll(user(request))));
  }
}
