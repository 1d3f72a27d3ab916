package dev.tinybase.api;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Takes every request through the checks in the contract's order: size, route, JSON syntax, token,
 * handler; and whatever comes of it to the reply.
 */
final class Dispatcher implements HttpRouting {
  private final RouteTable table;
  private final Gate gate;
  private final Bodies bodies;
  private final Cors cors;
  private final ReplyWriter replies;
  private final RequestIds ids = new RequestIds();
  private final HttpSecurity security = HttpSecurity.create();

  Dispatcher(RouteTable table, Gate gate, Bodies bodies, Cors cors) {
    this.table = table;
    this.gate = gate;
    this.bodies = bodies;
    this.cors = cors;
    this.replies = new ReplyWriter(cors);
  }

  @Override
  public HttpSecurity security() {
    return security;
  }

  @Override
  public void route(ConnectionContext connection, RoutingRequest in, RoutingResponse unused) {
    var id = ids.choose(in.headers().first(HttpRequest.REQUEST_ID));
    var exchange = new Exchange(connection, in, id, System.nanoTime());
    try {
      reply(exchange, answer(exchange));
    } catch (SocketWriterException | UncheckedIOException e) {
      throw new ServerConnectionException("the client went away", e);
    } catch (DataReader.InsufficientDataAvailableException e) {
      throw new CloseConnectionException("the client went away", e);
    }
    if (exchange.closes()) {
      throw new CloseConnectionException("the reply was the last one");
    }
  }

  private Response answer(Exchange exchange) {
    try {
      return handle(exchange);
    } catch (CloseConnectionException
        | SocketWriterException
        | UncheckedIOException
        | DataReader.InsufficientDataAvailableException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      return failure(exchange, e);
    }
  }

  private Response handle(Exchange exchange) {
    return switch (table.find(exchange.method(), exchange.path())) {
      case RouteTable.Lookup.Found(Endpoint endpoint, String[] values) ->
          serve(exchange, endpoint, values);
      case RouteTable.Lookup.OtherMethods(String allow) -> otherMethod(exchange, allow);
      case RouteTable.Lookup.Redirect(String path) -> redirect(exchange, path);
      case RouteTable.Lookup.Missing _ -> {
        bodies.checkLength(exchange.in(), false);
        throw Problems.notFound();
      }
    };
  }

  private Response serve(Exchange exchange, Endpoint endpoint, String[] values) {
    var in = exchange.in();
    var route = endpoint.route();
    var request =
        new HttpRequest(
            in,
            exchange.id(),
            endpoint,
            values,
            () -> exchange.connection().remotePeer().host(),
            () -> gate.caller(exchange.header(HeaderNames.AUTHORIZATION)));
    exchange.found(endpoint, request);
    bodies.checkLength(in, route.body() == Route.BodyKind.STREAM);
    switch (route.body()) {
      case NONE -> {}
      case JSON -> request.json(bodies.json(in));
      case STREAM -> request.stream(bodies.stream(in));
    }
    gate.check(route, request);
    return route.handler().handle(request);
  }

  private Response otherMethod(Exchange exchange, String allow) {
    if (!exchange.method().equals("OPTIONS")) {
      bodies.checkLength(exchange.in(), false);
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

  private static Response failure(Exchange exchange, Throwable failure) {
    var problem = Failures.problem(failure, exchange.id());
    return ErrorBody.response(problem, exchange.id(), exchange.wantsProblemDetails());
  }

  private void reply(Exchange exchange, Response response) {
    if (!exchange.in().content().consumed()) {
      exchange.closeAfterwards();
    }
    replies.write(exchange, response);
  }
}
