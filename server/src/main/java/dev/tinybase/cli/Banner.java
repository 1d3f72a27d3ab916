package dev.tinybase.cli;

import dev.tinybase.TinyBase;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Databases;
import java.util.Set;

/** What {@code serve} says when it is ready. */
final class Banner {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  private final TinyBase tinybase;
  private final String address;

  Banner(TinyBase tinybase, int port) {
    this.tinybase = tinybase;
    this.address = address(tinybase.settings().server(), port);
  }

  /** In one piece, for programs that wait for it. */
  void print(Shell shell) {
    var text = new StringBuilder();
    text.append("TinyBase serves ").append(address).append('\n');
    text.append("  docs      ").append(address).append("/docs\n");
    text.append("  database  ").append(Databases.display(tinybase.settings().database().url()));
    tinybase.auth().setupToken().open().ifPresent(token -> setUp(text, token));
    shell.out().println(text);
  }

  private void setUp(StringBuilder text, String token) {
    text.append("\n  set-up    ").append(address).append("/setup?token=").append(token);
    text.append("  (first admin)");
  }

  private static String address(Settings.Server server, int port) {
    var publicUrl = server.publicUrl();
    if (publicUrl != null) {
      return publicUrl;
    }
    var host = EVERYWHERE.contains(server.host()) ? "localhost" : server.host();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
