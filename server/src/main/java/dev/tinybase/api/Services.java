package dev.tinybase.api;

import dev.tinybase.auth.Principal;
import dev.tinybase.db.Database;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the server needs from the rest of the program.
 *
 * @param authenticator whom an access token or an application token belongs to, if it is valid
 * @param database for idempotent answers, readiness and metrics
 * @param collections the collections as they are now
 * @param functions the functions as they are now
 * @param extensionRoutes the routes of extensions as they are now; the same list until they change
 * @param figures adds further figures to the metrics, at the first scrape
 * @param readiness whether requests should be sent here
 * @param requests how the requests of this process went lately
 */
public record Services(
    Function<String, Optional<Principal>> authenticator,
    Database database,
    Supplier<List<LiveCollection>> collections,
    Supplier<List<dev.tinybase.functions.registry.Registry.Function>> functions,
    Supplier<List<Route>> extensionRoutes,
    Consumer<PrometheusRegistry> figures,
    Readiness readiness,
    RequestHistory requests) {
  /** Of a program without functions and further figures. */
  public Services(
      Function<String, Optional<Principal>> authenticator,
      Database database,
      Supplier<List<LiveCollection>> collections) {
    this(
        authenticator,
        database,
        collections,
        List::of,
        List::of,
        _ -> {},
        new Readiness(database, Map.of()),
        new RequestHistory("", () -> 0, Clock.systemUTC()));
  }
}
