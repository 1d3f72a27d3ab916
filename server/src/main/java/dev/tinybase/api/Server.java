package dev.tinybase.api;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import io.helidon.common.Builder;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The HTTP server: made of settings and routes, started once, closed once. */
public final class Server implements AutoCloseable {
  /** Kept here because the logging system forgets the level of a logger nobody holds. */
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  private static final int MAX_LINE = 16 << 10;
  private static final int MAX_HEADERS = 32 << 10;
  private static final int MAX_CONNECTIONS = 10_000;

  private final Settings.Server settings;
  private final WebServer web;

  public Server(Settings settings, Services services, List<Route> routes) {
    HELIDON.setLevel(Level.WARNING);
    this.settings = settings.server();
    var bodies = new Bodies(this.settings.maxBodyBytes(), this.settings.maxImportBytes());
    var dispatcher =
        new Dispatcher(
            new RouteTable(routes),
            new Gate(services.authenticator()),
            bodies,
            new Cors(settings.cors().allowOrigins()));
    web = build(dispatcher);
  }

  /** Starts to accept connections; a problem names the port that cannot be had. */
  public void start() {
    probe();
    web.start();
    if (!web.isRunning()) {
      throw cannotListen("it could not be opened");
    }
  }

  /** The port it listens on. */
  public int port() {
    return web.port();
  }

  /** Lets the requests in flight finish, then closes every connection. */
  @Override
  public void close() {
    web.stop();
  }

  private WebServer build(Dispatcher dispatcher) {
    var http =
        Http1Config.builder()
            .name("http_1_1")
            .maxPrologueLength(MAX_LINE)
            .maxHeadersSize(MAX_HEADERS)
            .validatePath(false)
            .validatePrologue(false)
            .build();
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .shutdownHook(false)
        .shutdownGracePeriod(Duration.ofSeconds(settings.shutdownSeconds()))
        .maxTcpConnections(MAX_CONNECTIONS)
        .maxPayloadSize(settings.maxImportBytes())
        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .addConnectionSelector(Http1ConnectionSelector.builder().config(http).build())
        .addRouting(new Ready(dispatcher))
        .build();
  }

  /** Opens the port for a moment, because Helidon only logs why it cannot. */
  private void probe() {
    try (var channel = ServerSocketChannel.open()) {
      channel.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException | UnresolvedAddressException e) {
      throw cannotListen(e.getMessage() == null ? "the host is unknown" : e.getMessage());
    }
  }

  private Problem cannotListen(String why) {
    return Problem.unavailable(
        "cannot_listen",
        "Cannot listen on %s port %d: %s. Stop the program that uses it, or choose another port"
                .formatted(settings.host(), settings.port(), why)
            + " with --port or TINYBASE_SERVER_PORT.",
        1);
  }

  /** Helidon wants a builder of its routing; ours is built already. */
  private record Ready(Dispatcher dispatcher) implements Builder<Ready, Dispatcher> {
    @Override
    public Dispatcher build() {
      return dispatcher;
    }
  }
}
