package dev.tinybase.api.routes;

import dev.tinybase.api.AdminRoutes;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.AuthServices;
import dev.tinybase.auth.ClientInfo;
import dev.tinybase.auth.LoginService;
import dev.tinybase.auth.SetupToken;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Query;
import dev.tinybase.http.Response;
import dev.tinybase.text.Resources;
import dev.tinybase.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * {@code /setup}: what is behind the link that the server prints while there is no admin. Browsers
 * go on to the admin UI; a form of its own is for programs without the UI, and for browsers without
 * scripts.
 */
public final class SetupRoutes implements Routes {
  private static final int MAX_FORM_BYTES = 16 << 10;

  private final LoginService logins;
  private final SetupToken setupToken;
  private final boolean hasUi = AdminRoutes.isUiBuilt();

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
            .query("form", "boolean", "Shows the form where browsers go on to the admin UI")
            .returns(200, "text/html")
            .problems(403, 409)
            .handle(this::show),
        Route.post("/setup", "auth_post_setup_page")
            .summary("What that form sends")
            .perMinute(10)
            .stream("SetupForm")
            .mostBytes(MAX_FORM_BYTES)
            .returns(200, "text/html")
            .problems(400, 403, 409, 415)
            .handle(this::submit));
  }

  private Response show(Request request) {
    var token = request.query().text("token").orElse("");
    try {
      setupToken.check(token);
      boolean form = request.query().flag("form", !hasUi || !request.isFromBrowser());
      return form ? SetupPage.form(200, token, "", "") : toAdmin(token);
    } catch (Problem refusal) {
      return SetupPage.refused(refusal.kind().status(), refusal.detail());
    }
  }

  private static Response toAdmin(String token) {
    return Response.redirect("/admin/setup?token=" + token)
        .header("Cache-Control", "no-store")
        .header("Vary", "Accept");
  }

  private Response submit(Request request) {
    try {
      var form = form(request);
      setupToken.check(value(form, "token"));
      return make(form, request.client());
    } catch (Problem refusal) {
      return SetupPage.refused(refusal.kind().status(), refusal.detail());
    }
  }

  private Response make(Query form, ClientInfo client) {
    var token = value(form, "token");
    var email = value(form, "email");
    try {
      var grant = logins.setUp(token, email, value(form, "password"), client);
      return SetupPage.done(grant.account().email());
    } catch (Problem refusal) {
      if (refusal.kind() != Problem.Kind.BAD_REQUEST) {
        throw refusal;
      }
      return SetupPage.form(400, token, email, refusal.detail());
    }
  }

  /** The form in a body; a problem for another media type, and one too large or malformed. */
  private static Query form(Request request) {
    var type = request.header("Content-Type").orElse("");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded")) {
      throw Problem.of(
          Problem.Kind.UNSUPPORTED_MEDIA_TYPE,
          "unsupported_media_type",
          "Send the form as application/x-www-form-urlencoded");
    }
    try {
      return Query.parse(text(request));
    } catch (Problem problem) {
      throw problem.kind() == Problem.Kind.BAD_REQUEST ? malformed() : problem;
    }
  }

  private static String text(Request request) {
    try {
      var bytes = request.stream().readAllBytes();
      return StandardCharsets.US_ASCII.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw malformed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem malformed() {
    return Problem.badRequest("malformed_form", "The form is not encoded as a browser does it");
  }

  private static String value(Query form, String name) {
    return form.text(name).orElse("");
  }

  /** The HTML of the set-up link: no scripts, nothing from elsewhere, and no trace of the token. */
  private static final class SetupPage {
    private static final String STYLE = Resources.text("/setup/style.css");

    private static final String POLICY =
        "default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none';"
                .formatted(sha256(STYLE))
            + " frame-ancestors 'none'";

    private SetupPage() {}

    /** The form, with what was wrong the last time; an empty error shows none. */
    static Response form(int status, String token, String email, String error) {
      var alert =
          error.isEmpty() ? "" : "<p class=\"error\" role=\"alert\">" + html(error) + "</p>\n";
      var form = Resources.text("/setup/form.html").formatted(alert, html(token), html(email));
      return page(status, "Set up TinyBase", form);
    }

    /** What follows a set-up that went well. */
    static Response done(String email) {
      var body = Resources.text("/setup/done.html").formatted(html(email));
      return page(200, "TinyBase is ready", body);
    }

    /** Why there is no form. */
    static Response refused(int status, String reason) {
      return page(status, "This link does not work", "<p>%s</p>\n".formatted(html(reason)));
    }

    private static Response page(int status, String title, String body) {
      var text = Resources.text("/setup/page.html").formatted(title, STYLE, body);
      return Response.text(status, "text/html; charset=utf-8", text)
          .header("Content-Security-Policy", POLICY)
          .header("Cache-Control", "no-store");
    }

    private static String html(String text) {
      return text.replace("&", "&amp;")
          .replace("<", "&lt;")
          .replace(">", "&gt;")
          .replace("\"", "&quot;")
          .replace("'", "&#39;");
    }

    private static String sha256(String text) {
      return Base64.getEncoder()
          .encodeToString(Sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
