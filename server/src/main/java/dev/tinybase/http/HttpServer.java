package dev.tinybase.http;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The HTTP server: started once, closed once. */
public final class HttpServer implements AutoCloseable {
  private static final int MOST_CONNECTIONS_FOR_REQUESTS = 10_000;

  private final Settings.Server settings;
  private final Tuning tuning;
  private final RequestDispatcher dispatcher;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Connections connections;

  /** A server that has its requests answered by the handler. */
  public HttpServer(Settings settings, HttpHandler handler) {
    this(settings, handler, Tuning.system());
  }

  /** The same with bounds of one's own. */
  public HttpServer(Settings all, HttpHandler handler, Tuning tuning) {
    settings = all.server();
    this.tuning = tuning;
    var writer = new ResponseWriter(new Cors(all.cors().allowOrigins()), tuning.heartbeat());
    dispatcher = new RequestDispatcher(handler, all, writer, tuning, this::cutSlowest);
  }

  /** Starts to accept connections; a problem names the port that cannot be had. */
  public void start() {
    var address = new InetSocketAddress(settings.host(), settings.port());
    if (address.isUnresolved()) {
      throw cannotListen("the host is unknown");
    }
    try {
      connections =
          new Connections(
              address,
              MOST_CONNECTIONS_FOR_REQUESTS + settings.maxStreams(),
              Duration.ofSeconds(settings.requestTimeoutSeconds()),
              tuning,
              dispatcher::answerNext,
              dispatcher::tooSlow,
              dispatcher::clientLeft);
    } catch (IOException e) {
      close();
      throw cannotListen(String.valueOf(e.getMessage()));
    }
  }

  private void cutSlowest() {
    var running = connections;
    if (running != null) {
      running.cutSlowestReader();
    }
  }

  /** How it does now. */
  public HttpRequest.ServerStatus status() {
    return dispatcher.status();
  }

  /** The port it listens on. */
  public int port() {
    var running = connections;
    return running == null ? -1 : running.port();
  }

  /**
   * Says that it is not ready any more, takes no further connections, lets the requests in flight
   * finish for the time that is configured, then ends the rest.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      dispatcher.drain();
      try (var running = connections) {
        if (running != null) {
          running.drain(Duration.ofSeconds(settings.shutdownSeconds()));
        }
      }
      var log = dispatcher.log();
      if (log != null) {
        log.close();
      }
    }
  }

  private Problem cannotListen(String why) {
    return Problem.unavailable(
        "cannot_listen",
        "Cannot listen on %s port %d: %s. %s."
            .formatted(settings.host(), settings.port(), why, advice(why)),
        1);
  }

  private static String advice(String why) {
    var choose = "choose another port with --port or TINYBASE_SERVER_PORT";
    if (why.contains("Permission denied")) {
      return "Ports below 1024 need a right that this user lacks (on Linux CAP_NET_BIND_SERVICE):"
          + " give it, put a proxy before the server, or "
          + choose;
    }
    return why.contains("assign requested address") || why.contains("unknown")
        ? "Choose an address of this machine with --host or TINYBASE_SERVER_HOST"
        : "Stop the program that uses it, or " + choose;
  }
}
