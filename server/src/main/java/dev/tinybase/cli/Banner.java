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

  void print(Shell shell) {
    var out = shell.out();
    out.println("TinyBase serves " + address);
    out.println("  docs      " + address + "/docs");
    out.println("  database  " + Databases.display(tinybase.settings().database().url()));
    tinybase
        .auth()
        .setupToken()
        .open()
        .ifPresent(token ->
            out.println("  set-up    " + address + "/setup?token=" + token + "  (first admin)"));
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
