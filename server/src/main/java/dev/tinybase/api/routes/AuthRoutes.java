package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.AuthServices;
import dev.tinybase.auth.LoginService;
import dev.tinybase.auth.SessionService;
import dev.tinybase.auth.SetupToken;
import dev.tinybase.auth.UserService;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /api/auth}: making an account, logging in and out, one's own account. */
public final class AuthRoutes implements Routes {
  private static final int SMALL = 16 << 10;

  private final Settings.Auth settings;
  private final Settings.Instance instance;
  private final LoginService logins;
  private final SessionService sessions;
  private final UserService users;

  public AuthRoutes(AuthServices auth, Settings settings) {
    this.settings = settings.auth();
    this.instance = settings.instance();
    this.logins = auth.logins();
    this.sessions = auth.sessions();
    this.users = auth.users();
  }

  @Override
  public List<Route> routes() {
    return Stream.of(instanceRoutes(), sessionRoutes(), ownRoutes()).flatMap(List::stream).toList();
  }

  private List<Route> instanceRoutes() {
    return List.of(
        Route.get("/api/auth/instance-info", "auth_get_instance_info")
            .summary("The name of this instance, and how to tell it from others")
            .returns(200, "InstanceInfo")
            .handle(_ -> instanceInfo()),
        Route.get("/api/auth/setup-status", "auth_get_setup_status")
            .summary("Whether there is no admin yet")
            .returns(200, "SetupStatus")
            .handle(_ -> Response.json(Json.object().put("needs_setup", !users.hasAdmin()))),
        Route.post("/api/auth/setup", "auth_setup")
            .summary("Make the first admin with the token of the set-up link")
            .perMinute(10)
            .json("Setup")
            .mostBytes(SMALL)
            .returns(200, "Tokens")
            .problems(403, 409)
            .handle(this::setUp));
  }

  private List<Route> sessionRoutes() {
    return List.of(
        Route.post("/api/auth/register", "auth_register")
            .summary("Make an account")
            .perMinute(settings.registrationsPerMinute())
            .refusalsCountLess()
            .json("Credentials")
            .mostBytes(SMALL)
            .returns(201, "Registered")
            .problems(400, 403)
            .handle(this::register),
        Route.post("/api/auth/login", "auth_login")
            .summary("Log in with e-mail and password")
            .perMinute(settings.loginsPerMinute())
            .json("Login")
            .mostBytes(SMALL)
            .returns(200, "Tokens")
            .problems(401)
            .handle(this::login),
        Route.post("/api/auth/refresh", "auth_refresh_token")
            .summary("Trade a refresh token, in the body or as Bearer, for the next pair of tokens")
            .perMinute(20)
            .optionalJson("Refresh")
            .mostBytes(SMALL)
            .returns(200, "Tokens")
            .problems(401)
            .handle(this::refresh),
        Route.post("/api/auth/logout", "auth_logout")
            .summary("End this session, or all of the caller's sessions")
            .auth()
            .query("all", "boolean", "End all of the caller's sessions")
            .returns(200, "Message")
            .handle(this::logout));
  }

  private List<Route> ownRoutes() {
    return List.of(
        Route.get("/api/auth/me", "auth_get_me")
            .summary("The caller's own account")
            .auth()
            .returns(200, "Me")
            .handle(this::me),
        Route.patch("/api/auth/me", "auth_update_me")
            .summary("Change one's own e-mail; the current password is needed")
            .auth()
            .perMinute(10)
            .json("ChangeEmail")
            .mostBytes(SMALL)
            .returns(200, "Me")
            .problems(400)
            .handle(this::update),
        Route.post("/api/auth/me/password", "auth_change_password")
            .summary("Change one's own password; all other sessions end")
            .auth()
            .perMinute(10)
            .json("ChangePassword")
            .mostBytes(SMALL)
            .returns(200, "Message")
            .problems(400)
            .handle(this::changePassword));
  }

  private Response instanceInfo() {
    return Response.json(
        Json.object()
            .put("instance_name", instance.name())
            .put("accent", instance.accent())
            .put("environment", instance.environment()));
  }

  private Response register(Request request) {
    var fields = Fields.of(request.object());
    var email = UserJson.email(fields);
    var password = UserJson.newPassword(fields, "password");
    fields.check();
    return Response.json(
        201, UserJson.registered(logins.register(email, password, request.address())));
  }

  private Response login(Request request) {
    var fields = Fields.of(request.object());
    var email = UserJson.email(fields);
    var password = UserJson.password(fields, "password");
    fields.check();
    return Response.json(UserJson.grant(logins.login(email, password, request.client())));
  }

  private Response refresh(Request request) {
    return Response.json(UserJson.grant(sessions.refresh(refreshToken(request), request.client())));
  }

  /** The body's token; without a body the Bearer's. */
  private static String refreshToken(Request request) {
    if (request.json().isNull()) {
      return request.bearerToken().orElseThrow(Problem::notAuthenticated);
    }
    var fields = Fields.of(request.object());
    var bearer = fields.sent("refresh_token") ? Optional.<String>empty() : request.bearerToken();
    var token = bearer.orElseGet(() -> fields.text("refresh_token", 1, 1024));
    fields.check();
    return token;
  }

  private Response setUp(Request request) {
    var fields = Fields.of(request.object());
    var token = fields.text("token", 1, SetupToken.MAX_LENGTH);
    var email = UserJson.email(fields);
    var password = UserJson.newPassword(fields, "password");
    fields.check();
    return Response.json(UserJson.grant(logins.setUp(token, email, password, request.client())));
  }

  private Response logout(Request request) {
    var user = request.user();
    if (!request.query().flag("all", false)) {
      sessions.end(user.sessionId());
      return Response.json(UserJson.message("Logged out; 1 session ended"));
    }
    int ended = sessions.endAll(user.id());
    var what = ended == 1 ? " session" : " sessions";
    return Response.json(UserJson.message("Logged out; " + ended + what + " ended"));
  }

  private Response me(Request request) {
    var account =
        users
            .find(request.user().id())
            .orElseThrow(() -> Problem.notFound("user_not_found", "This account is deleted"));
    return Response.json(UserJson.me(account));
  }

  private Response update(Request request) {
    var fields = Fields.of(request.object()).only("email", "password");
    var email = UserJson.email(fields);
    var password = UserJson.password(fields, "password");
    fields.check();
    return Response.json(
        UserJson.me(logins.changeEmail(request.user(), password, email, request.address())));
  }

  private Response changePassword(Request request) {
    var fields = Fields.of(request.object()).only("old_password", "new_password");
    var old = UserJson.password(fields, "old_password");
    var password = UserJson.newPassword(fields, "new_password");
    fields.check();
    logins.changePassword(request.user(), old, password, request.address());
    return Response.json(UserJson.message("The password is changed; all other sessions are ended"));
  }
}
