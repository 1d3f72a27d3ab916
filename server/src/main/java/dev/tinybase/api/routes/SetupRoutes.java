package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.AuthServices;
import dev.tinybase.auth.LoginService;
import dev.tinybase.auth.SetupToken;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import java.util.List;

/** {@code /setup}: the page behind the link that the server prints while there is no user. */
public final class SetupRoutes implements Routes {
  private final LoginService logins;
  private final SetupToken setupToken;

  public SetupRoutes(AuthServices auth) {
    this.logins = auth.logins();
    this.setupToken = auth.setupToken();
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/setup", "auth_get_setup_page")
            .summary("A page with a form that makes the first admin")
            .perMinute(30)
            .query("token", "string", "The token of the set-up link")
            .returns(200, "text/html")
            .problems(403, 409)
            .handle(this::show),
        Route.post("/setup", "auth_post_setup_page")
            .summary("What that form sends")
            .perMinute(10)
            .stream("SetupForm")
            .returns(200, "text/html")
            .problems(400, 403, 409, 415)
            .handle(this::submit));
  }

  private Response show(Request request) {
    var token = request.query().text("token").orElse("");
    try {
      setupToken.check(token);
      return SetupPage.form(200, token, "", "");
    } catch (Problem refusal) {
      return SetupPage.refused(refusal.kind().status(), refusal.detail());
    }
  }

  private Response submit(Request request) {
    try {
      var form = HtmlForm.of(request);
      setupToken.check(form.get("token"));
      return make(form);
    } catch (Problem refusal) {
      return SetupPage.refused(refusal.kind().status(), refusal.detail());
    }
  }

  private Response make(HtmlForm form) {
    try {
      var grant = logins.setUp(form.get("token"), form.get("email"), form.get("password"));
      return SetupPage.done(grant.account().email());
    } catch (Problem refusal) {
      if (refusal.kind() != Problem.Kind.BAD_REQUEST) {
        throw refusal;
      }
      return SetupPage.form(400, form.get("token"), form.get("email"), refusal.detail());
    }
  }
}
