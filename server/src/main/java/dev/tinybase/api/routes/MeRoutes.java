package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.AuthServices;
import dev.tinybase.auth.LoginService;
import dev.tinybase.auth.UserService;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import java.util.List;

/** {@code /api/auth/me}: the caller's own account. */
public final class MeRoutes implements Routes {
  private final UserService users;
  private final LoginService logins;

  public MeRoutes(AuthServices auth) {
    this.users = auth.users();
    this.logins = auth.logins();
  }

  @Override
  public List<Route> routes() {
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
            .returns(200, "Me")
            .problems(400)
            .handle(this::update),
        Route.post("/api/auth/me/password", "auth_change_password")
            .summary("Change one's own password; all other sessions end")
            .auth()
            .perMinute(10)
            .json("ChangePassword")
            .returns(200, "Message")
            .problems(400)
            .handle(this::changePassword));
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
    var email = UserFields.email(fields);
    var password = UserFields.password(fields, "password");
    fields.check();
    return Response.json(
        UserJson.me(logins.changeEmail(request.user(), password, email, request.address())));
  }

  private Response changePassword(Request request) {
    var fields = Fields.of(request.object()).only("old_password", "new_password");
    var old = UserFields.password(fields, "old_password");
    var password = UserFields.newPassword(fields, "new_password");
    fields.check();
    logins.changePassword(request.user(), old, password, request.address());
    return Response.json(UserJson.message("The password is changed; all other sessions are ended"));
  }
}
