package dev.tinybase.http;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import io.helidon.common.socket.SocketOptions;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The HTTP server: started once, closed once. */
public final class HttpServer implements AutoCloseable {
  /** Kept here because the logging system forgets the level of a logger nobody holds. */
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  static final int MOST_LINE_BYTES = 16 << 10;
  private static final int MOST_HEADER_BYTES = 32 << 10;
  private static final int MOST_CONNECTIONS_FOR_REQUESTS = 10_000;

  private final Settings.Server settings;
  private final RequestDispatcher dispatcher;
  private final Connections connections;
  private final WebServer web;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A server that has its requests answered by the handler. */
  public HttpServer(Settings settings, HttpHandler handler) {
    this(settings, handler, Tuning.system());
  }

  /** The same with bounds of one's own. */
  public HttpServer(Settings all, HttpHandler handler, Tuning tuning) {
    HELIDON.setLevel(Level.WARNING);
    discoverNothing();
    settings = all.server();
    var writer = new ResponseWriter(new Cors(all.cors().allowOrigins()), tuning.heartbeat());
    dispatcher = new RequestDispatcher(handler, all, writer, tuning);
    var errors = new ProtocolErrors(dispatcher, writer);
    connections =
        new Connections(
            protocol(),
            dispatcher,
            Duration.ofSeconds(settings.requestTimeoutSeconds()),
            tuning,
            errors::tooSlow);
    web = web(errors);
  }

  /** Starts to accept connections; a problem names the port that cannot be had. */
  public void start() {
    try {
      probe();
      web.start();
      if (!web.isRunning()) {
        throw cannotListen("it could not be opened");
      }
    } catch (Problem e) {
      close();
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return web.port();
  }

  /**
   * Says that it is not ready any more, takes no further connections, lets the requests in flight
   * finish for the time that is configured, then ends the rest.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      dispatcher.drain();
      connections.closeIdle();
      web.stop();
      connections.close();
      var log = dispatcher.log();
      if (log != null) {
        log.close();
      }
    }
  }

  private static ServerConnectionSelector protocol() {
    var http =
        Http1Config.builder()
            .name("http_1_1")
            .maxPrologueLength(MOST_LINE_BYTES)
            .maxHeadersSize(MOST_HEADER_BYTES)
            .validatePath(false)
            .validatePrologue(false)
            .build();
    return Http1ConnectionSelector.builder().config(http).build();
  }

  private WebServer web(ProtocolErrors errors) {
    return WebServer.builder()
        .useNio(false) // its sockets keep twice the buffers, also while nothing comes
        .host(settings.host())
        .port(settings.port())
        .shutdownHook(false)
        .shutdownGracePeriod(Duration.ofSeconds(settings.shutdownSeconds()))
        .maxTcpConnections(MOST_CONNECTIONS_FOR_REQUESTS + settings.maxStreams())
        .maxPayloadSize(Math.max(settings.maxImportBytes(), settings.maxBodyBytes()))
        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .addConnectionSelector(connections)
        .contentEncoding(RequestBodies.UNDECODED)
        .directHandlers(errors.handlers())
        .build();
  }

  /** Helidon would read the whole jar for services to plug in; all that we use is named here. */
  private static void discoverNothing() {
    if (!GlobalServiceRegistry.configured()) {
      var none =
          ServiceRegistryConfig.builder()
              .discoverServices(false)
              .discoverServicesFromServiceLoader(false)
              .build();
      GlobalServiceRegistry.registry(ServiceRegistryManager.create(none).registry());
    }
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
}
