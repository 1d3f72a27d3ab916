package dev.tinybase.api.routes;

import dev.tinybase.http.Response;
import dev.tinybase.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The HTML of the set-up link: no scripts, nothing from elsewhere, and no trace of the token. */
final class SetupPage {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem}
      label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}
      input{margin:.25rem 0 1rem;padding:.5rem}button{padding:.6rem}.error{color:#b00020}
      """;

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none';"
              .formatted(sha256(STYLE))
          + " frame-ancestors 'none'";

  private SetupPage() {}

  /** The form, with what was wrong the last time; an empty error shows none. */
  static Response form(int status, String token, String email, String error) {
    return page(
        status,
        "Set up TinyBase",
        """
        <p>Make the first admin of this instance.</p>
        %s<form method="post" action="/setup">
        <input type="hidden" name="token" value="%s">
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" required maxlength="254" value="%s" \
        autocomplete="username">
        <label for="password">Password (at least 8 characters)</label>
        <input id="password" name="password" type="password" required minlength="8" \
        maxlength="1024" autocomplete="new-password">
        <button>Make the admin</button>
        </form>
        """
            .formatted(
                error.isEmpty()
                    ? ""
                    : "<p class=\"error\" role=\"alert\">" + html(error) + "</p>\n",
                html(token),
                html(email)));
  }

  /** What follows a set-up that went well. */
  static Response done(String email) {
    return page(
        200,
        "TinyBase is ready",
        """
        <p>%s is the admin of this instance now.</p>
        <p>Log in with <code>POST /api/auth/login</code>; the <a href="/docs">API's documentation</a>
        shows how.</p>
        """
            .formatted(html(email)));
  }

  /** Why there is no form. */
  static Response refused(int status, String reason) {
    return page(status, "This link does not work", "<p>%s</p>\n".formatted(html(reason)));
  }

  private static Response page(int status, String title, String body) {
    var text =
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>%1$s</title><style>%2$s</style></head>
        <body><h1>%1$s</h1>
        %3$s</body>
        </html>
        """
            .formatted(title, STYLE, body);
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
