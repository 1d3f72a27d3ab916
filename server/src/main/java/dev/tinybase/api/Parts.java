package dev.tinybase.api;

import dev.tinybase.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the server is made of, put together. */
final class Parts implements AutoCloseable {
  private final Tuning tuning;
  private final Health health;
  private final @Nullable AccessLog log;
  private final RequestIds ids = new RequestIds();
  private final ReplyWriter replies;
  private final Refusals refusals;
  private final Dispatcher dispatcher;
  private final Traffic traffic = new Traffic();

  Parts(Settings settings, Services services, List<Route> routes, Tuning tuning) {
    this.tuning = tuning;
    health = new Health(services.database());
    log = settings.log().access() ? new AccessLog() : null;
    var cors = new Cors(settings.cors().allowOrigins());
    replies = new ReplyWriter(cors);
    refusals = new Refusals(replies, ids, traffic, log);
    var pipeline =
        new Pipeline(
            new RouteTable(all(settings, services, routes), traffic),
            new Gate(services.authenticator()),
            new Bodies(settings.server().maxBodyBytes(), settings.server().maxImportBytes()),
            new BodyBudget(tuning.bodyBytes()),
            tuning.mostActive(),
            cors,
            new Addresses(settings.server().trustedProxies()),
            settings.rateLimit().enabled() ? new RateLimiter(tuning.nanos()) : null,
            new Idempotency(services.database(), tuning.clock()),
            traffic);
    dispatcher = new Dispatcher(pipeline, replies, ids, health, log, tuning.nanos());
  }

  private List<Route> all(Settings settings, Services services, List<Route> routes) {
    var all = new ArrayList<>(routes);
    var metrics =
        new MetricsPage(
            settings.metrics().token(),
            traffic,
            services,
            () -> log == null ? 0 : log.droppedCount());
    var openApi = new Lazy(() -> new OpenApi(all, services.collections(), services.functions()));
    all.addAll(new SystemRoutes(health, metrics, openApi).routes());
    all.addAll(new DocsRoutes().routes());
    return all;
  }

  Tuning tuning() {
    return tuning;
  }

  Health health() {
    return health;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Refusals refusals() {
    return refusals;
  }

  /** Tells a client that it was too slow, and ends its connection. */
  void tooSlow(ClientConnection connection) {
    traffic.timedOut();
    refusals.tooSlow(connection);
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
  }

  /** The document's maker, made when the first client asks. */
  private static final class Lazy implements Supplier<OpenApi> {
    private final Supplier<OpenApi> make;
    private @Nullable OpenApi made;

    Lazy(Supplier<OpenApi> make) {
      this.make = make;
    }

    @Override
    public synchronized OpenApi get() {
      if (made == null) {
        made = make.get();
      }
      return made;
    }
  }
}
