package dev.tinybase.api.routes;

import dev.tinybase.http.Response;
import dev.tinybase.text.Resources;
import dev.tinybase.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The HTML of the set-up link: no scripts, nothing from elsewhere, and no trace of the token. */
final class SetupPage {
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
    return Base64.getEncoder().encodeToString(Sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
