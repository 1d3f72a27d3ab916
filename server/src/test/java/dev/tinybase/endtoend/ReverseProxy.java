package dev.tinybase.endtoend;

import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Ports;
import dev.tinybase.testing.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real proxy with the configuration that a release brings, before a server of a test. */
record ReverseProxy(Process process, int port, Path log) implements AutoCloseable {
  private static final Path CONFIGURATIONS = Path.of("..", "dist", "deploy");

  /** Which proxy. */
  enum Kind {
    NGINX,
    CADDY
  }

  /**
   * Starts one; the test is skipped where it is not installed.
   *
   * @param basePath of the server; empty for none
   */
  static ReverseProxy start(
      Kind kind, Path folder, Certificate certificate, int server, String basePath)
      throws IOException {
    int port = Ports.free();
    return switch (kind) {
      case NGINX -> nginx(folder, certificate, server, basePath, port);
      case CADDY -> caddy(folder, certificate, server, basePath, port);
    };
  }

  private static ReverseProxy nginx(
      Path folder, Certificate certificate, int server, String basePath, int port)
      throws IOException {
    var program = Programs.need("nginx");
    var site =
        replaced(
            Files.readString(CONFIGURATIONS.resolve("nginx.conf")),
            List.of(
                "server 127.0.0.1:8000;", "server 127.0.0.1:" + server + ";",
                "listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;",
                "listen 80;", "listen 127.0.0.1:" + Ports.free() + ";",
                "/etc/ssl/certs/example.org.pem", certificate.chain().toString(),
                "/etc/ssl/private/example.org.key", certificate.key().toString(),
                "location / {", "location " + basePath + "/ {"));
    Files.writeString(folder.resolve("site.conf"), site);
    var file =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off; pid pid; worker_processes 1; error_log stderr; %s
            events { worker_connections 64; }
            http {
              access_log off; client_body_temp_path body; proxy_temp_path proxy;
              fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              include site.conf;
            }
            """
                .formatted(System.getProperty("user.name").equals("root") ? "user root;" : ""));
    return start(
        folder, port, List.of(program.toString(), "-p", folder.toString(), "-c", file.toString()));
  }

  private static ReverseProxy caddy(
      Path folder, Certificate certificate, int server, String basePath, int port)
      throws IOException {
    var program = Programs.need("caddy");
    var own = "\ttls " + certificate.chain() + " " + certificate.key();
    var site =
        replaced(
            Files.readString(CONFIGURATIONS.resolve("Caddyfile")),
            List.of(
                "example.org {", "https://localhost:" + port + " {\n" + own,
                "\treverse_proxy 127.0.0.1:8000",
                    "\treverse_proxy "
                        + (basePath.isEmpty() ? "" : basePath + "/* ")
                        + "127.0.0.1:"
                        + server));
    var global = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n";
    var file = Files.writeString(folder.resolve("Caddyfile"), global + site);
    return start(folder, port, List.of(program.toString(), "run", "--config", file.toString()));
  }

  /** The text with each of these replaced by the next one; each must be there. */
  private static String replaced(String text, List<String> pairs) {
    var result = text;
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!result.contains(pairs.get(i))) {
        throw new AssertionError("the configuration has no " + pairs.get(i));
      }
      result = result.replace(pairs.get(i), pairs.get(i + 1));
    }
    return result;
  }

  private static ReverseProxy start(Path folder, int port, List<String> command)
      throws IOException {
    var log = folder.resolve("log");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_DATA_HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    var process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var proxy = new ReverseProxy(process, port, log);
    Eventually.until("it listens", () -> !process.isAlive() || listens(port));
    if (!process.isAlive()) {
      throw new AssertionError(Files.readString(log));
    }
    return proxy;
  }

  private static boolean listens(int port) {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
