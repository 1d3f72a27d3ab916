package dev.tinybase.api;

import dev.tinybase.http.Response;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Takes each request from Helidon, has it answered, sends the reply and keeps the books. */
final class Dispatcher implements HttpRouting {
  private static final int MOST_SKIPPED = 64 << 10;

  private final Pipeline pipeline;
  private final ReplyWriter replies;
  private final Traffic traffic;
  private final Health health;
  private final @Nullable AccessLog log;
  private final LongSupplier nanos;
  private final RequestIds ids;
  private final HttpSecurity security = HttpSecurity.create();

  Dispatcher(
      Pipeline pipeline,
      ReplyWriter replies,
      RequestIds ids,
      Health health,
      @Nullable AccessLog log,
      LongSupplier nanos) {
    this.pipeline = pipeline;
    this.replies = replies;
    this.ids = ids;
    this.traffic = pipeline.traffic();
    this.health = health;
    this.log = log;
    this.nanos = nanos;
  }

  @Override
  public HttpSecurity security() {
    return security;
  }

  @Override
  public void route(ConnectionContext context, RoutingRequest in, RoutingResponse unused) {
    var connection = (ClientConnection) context;
    long now = nanos.getAsLong();
    connection.begin(now);
    var id = ids.choose(in.headers().first(HttpRequest.REQUEST_ID));
    var exchange = new Exchange(connection, in, id, now);
    int active = traffic.enter();
    try {
      reply(exchange, pipeline.answer(exchange, active));
    } catch (DataReader.InsufficientDataAvailableException e) {
      throw new CloseConnectionException("the client went away", e);
    } finally {
      exchange.end();
      traffic.leave();
    }
    if (exchange.closes()) {
      throw new CloseConnectionException("the reply was the last one");
    }
  }

  private void reply(Exchange exchange, Response response) {
    if (health.draining()) {
      exchange.closeAfterwards();
    }
    skipBody(exchange);
    exchange.connection().writing(nanos.getAsLong());
    try {
      sent(exchange, response.status(), replies.write(exchange, response));
    } catch (CloseConnectionException e) {
      throw e;
    } catch (RuntimeException e) {
      var failure = Pipeline.failure(exchange, e);
      sent(exchange, failure.status(), replies.write(exchange, failure));
    }
  }

  private void sent(Exchange exchange, int status, long bytes) {
    long now = nanos.getAsLong();
    exchange.connection().idle(now);
    record(exchange, status, bytes, now - exchange.started());
  }

  /** Reads the rest of a small body, so that the connection can go on; a large one ends it. */
  private void skipBody(Exchange exchange) {
    var content = exchange.in().content();
    if (content.consumed()) {
      return;
    }
    var headers = exchange.in().headers();
    long length = headers.contentLength().orElse(Long.MAX_VALUE);
    if (length <= MOST_SKIPPED && !headers.containsToken(HeaderValues.EXPECT_100)) {
      exchange.connection().skipping(nanos.getAsLong());
      content.consume();
    } else {
      exchange.closeAfterwards();
      exchange.connection().leaveUnread();
    }
  }

  private void record(Exchange exchange, int status, long bytes, long took) {
    var request = exchange.request();
    var times = request == null ? traffic.unmatched() : request.endpoint().times();
    times.record(status, took);
    if (log != null) {
      log.add(
          new AccessLog.Line(
              pipeline.address(exchange),
              exchange.method(),
              exchange.path(),
              status,
              took,
              bytes,
              exchange.id(),
              exchange.user()));
    }
  }
}
