package dev.tinybase.api;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Who is told of vulnerabilities, as RFC 9116 has it. */
final class SecurityPage {
  static final String PATH = "/.well-known/security.txt";

  /** RFC 9116 wants less than a year; it is a setting, so it is true as long as it is answered. */
  private static final int DAYS = 180;

  private final Settings.Server settings;
  private final InstantSource clock;

  SecurityPage(Settings.Server settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  Response answer() {
    var contact = settings.securityContact();
    if (contact == null) {
      throw Problem.notFound(
          "no_security_contact", "This server names nobody: server.security_contact is not set.");
    }
    var expires = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(DAYS, ChronoUnit.DAYS);
    var text = new StringBuilder("Contact: " + contact + "\nExpires: " + expires + "\n");
    var root = settings.rootUrl("");
    if (root.startsWith("https://")) {
      text.append("Canonical: ").append(root).append(PATH).append('\n');
    }
    return Response.text(200, "text/plain; charset=utf-8", text.toString());
  }
}
