package dev.tinybase.api;

import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answer to a request, with the checks in the contract's order: size, route, JSON syntax,
 * token, handler.
 *
 * @param mostActive requests in flight; more are answered 503
 * @param limiter null where nothing is limited
 */
record Pipeline(
    RouteTable table,
    Gate gate,
    Bodies bodies,
    BodyBudget budget,
    int mostActive,
    Cors cors,
    Addresses addresses,
    @Nullable RateLimiter limiter,
    Idempotency idempotency,
    Traffic traffic) {
  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
  private static final int MOST_HEADERS = 100;

  /** The answer, whatever happens, unless the client has gone. */
  Response answer(Exchange exchange, int active) {
    try {
      if (active > mostActive) {
        throw Problems.overloaded();
      }
      return handle(exchange);
    } catch (CloseConnectionException | DataReader.InsufficientDataAvailableException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return failure(exchange, e);
    }
  }

  private Response handle(Exchange exchange) {
    if (exchange.in().headers().size() > MOST_HEADERS) {
      throw Problem.badRequest(
          "too_many_headers", "The request has more than " + MOST_HEADERS + " headers.");
    }
    return switch (lookup(exchange)) {
      case RouteTable.Lookup.Found(Endpoint endpoint, String[] values) ->
          limited(exchange, endpoint, values);
      case RouteTable.Lookup.OtherMethods(String allow) -> otherMethod(exchange, allow);
      case RouteTable.Lookup.Redirect(String path) -> redirect(exchange, path);
      case RouteTable.Lookup.Missing _ -> {
        bodies.checkLength(exchange.in(), false);
        throw Problems.notFound();
      }
    };
  }

  /** A client whose path makes no sense may have lost its place in the stream: that was all. */
  private RouteTable.Lookup lookup(Exchange exchange) {
    try {
      return table.find(exchange.method(), exchange.path());
    } catch (Problem malformed) {
      exchange.closeAfterwards();
      throw malformed;
    }
  }

  private Response limited(Exchange exchange, Endpoint endpoint, String[] values) {
    var route = endpoint.route();
    bodies.checkLength(exchange.in(), route.body() == Route.BodyKind.STREAM);
    if (limiter == null || route.perMinute() == 0) {
      return serve(exchange, endpoint, values);
    }
    var count = limiter.count(route, address(exchange));
    if (count.exceeded()) {
      traffic.rateLimited();
      throw count.problem();
    }
    var answer = serve(exchange, endpoint, values);
    var headers = new LinkedHashMap<>(answer.headers());
    headers.putAll(count.headers());
    return new Response(answer.status(), headers, answer.body());
  }

  private Response serve(Exchange exchange, Endpoint endpoint, String[] values) {
    var request =
        new HttpRequest(
            exchange,
            endpoint,
            values,
            () -> address(exchange),
            () -> gate.caller(exchange.header(HeaderNames.AUTHORIZATION)));
    exchange.found(request);
    var route = endpoint.route();
    readBody(exchange, route, request);
    gate.check(route, request);
    var key = route.idempotent() ? exchange.header(IDEMPOTENCY_KEY) : Optional.<String>empty();
    return key.isEmpty()
        ? route.handler().handle(request)
        : idempotency.once(request, key.get(), () -> handled(exchange, route, request));
  }

  private void readBody(Exchange exchange, Route route, HttpRequest request) {
    switch (route.body()) {
      case NONE -> exchange.connection().busy();
      case JSON -> {
        exchange.holds(budget.take(bodies.expected(exchange.in())));
        request.json(bodies.json(exchange.in()));
        exchange.connection().busy();
      }
      case BYTES -> {
        exchange.holds(budget.take(bodies.expected(exchange.in())));
        request.bytes(bodies.bytes(exchange.in()));
        exchange.connection().busy();
      }
      case STREAM -> {
        exchange.connection().stream();
        request.stream(bodies.stream(exchange.in()));
      }
    }
  }

  private Response handled(Exchange exchange, Route route, HttpRequest request) {
    try {
      return route.handler().handle(request);
    } catch (CloseConnectionException | DataReader.InsufficientDataAvailableException e) {
      throw e;
    } catch (RuntimeException e) {
      return failure(exchange, e);
    }
  }

  private Response otherMethod(Exchange exchange, String allow) {
    bodies.checkLength(exchange.in(), false);
    if (!exchange.method().equals("OPTIONS")) {
      throw Problems.methodNotAllowed(allow);
    }
    boolean preflight = exchange.header(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD).isPresent();
    return cors.options(allow, exchange.header(HeaderNames.ORIGIN), preflight);
  }

  private static Response redirect(Exchange exchange, String path) {
    var prologue = exchange.in().prologue();
    var query = prologue.hasQuery() ? "?" + prologue.query().rawValue() : "";
    return new Response(307, Map.of("Location", path + query), new Response.Body.None());
  }

  /** The answer that tells of a failure. */
  static Response failure(Exchange exchange, Throwable failure) {
    var problem = Failures.problem(failure, exchange.id());
    return ErrorBody.response(problem, exchange.id(), exchange.wantsProblemDetails());
  }

  /** Where the request comes from, by the proxies that are believed. */
  String address(Exchange exchange) {
    var peer = exchange.connection().peer();
    return addresses.proxied()
        ? addresses.client(peer, exchange.header(HeaderNames.X_FORWARDED_FOR))
        : peer;
  }
}
