import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

static final byte[] KEY = "24 bytes, as is advised!".getBytes(UTF_8);

static final String NOTES =
    """
    {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "text", "type": "string"}]}}
    """;

/** What arrived: the headers, and the body. */
record Message(String id, String time, String signature, String body) {}

@Test
void an_endpoint_is_told_and_can_check_who_tells(TestInstance app) throws Exception {
  try (var receiver = new Receiver(200)) {
    set(app, receiver);
    app.asAdmin().records("notes").create(Map.of("text", "hello"));
    app.settle();

    var message = receiver.messages.getFirst();
    assertTrue(message.body().contains("\"type\":\"notes.created\""), message.body());
    assertEquals(signature(message), message.signature());
    assertEquals("delivered", delivery(app).text("status"));
  }
}

@Test
void a_delivery_is_tried_again_with_the_same_id(TestInstance app) throws Exception {
  try (var receiver = new Receiver(503)) {
    set(app, receiver);
    app.asAdmin().records("notes").create(Map.of("text", "hello"));
    app.settle();
    assertEquals("waiting", delivery(app).text("status"));

    receiver.status = 200;
    app.pass(Duration.ofMinutes(1));
    assertEquals("delivered", delivery(app).text("status"));
    assertEquals(receiver.messages.getFirst().id(), receiver.messages.getLast().id());
  }
}

@Test
void after_ten_attempts_a_delivery_has_failed(TestInstance app) throws Exception {
  try (var receiver = new Receiver(500)) {
    set(app, receiver);
    app.asAdmin().records("notes").create(Map.of("text", "hello"));
    app.pass(Duration.ofDays(1));
    assertEquals("failed", delivery(app).text("status"));
    assertEquals(10, delivery(app).integer("attempts"));
    assertEquals(10, receiver.messages.size());
  }
}

@Test
void only_public_addresses_are_told(TestInstance app) throws Exception {
  try (var receiver = new Receiver(200)) {
    set(app, receiver);
    app.setting("allow_private_addresses", false);
    for (var host : List.of("10.0.0.1", "169.254.169.254", "100.64.0.1", "2130706433", "[::1]",
        "[::ffff:127.0.0.1]", "[fd00:ec2::254]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]")) {
      listen(app, "http://" + host + "/");
    }
    app.asAdmin().records("notes").create(Map.of("text", "hello"));
    app.settle();

    assertEquals(List.of(), receiver.messages);
    var deliveries = app.asAdmin().records("webhook_deliveries").list(Filter.ALL);
    assertEquals(10, deliveries.size());
    for (var delivery : deliveries) {
      assertTrue(delivery.text("answer").contains("not public"), delivery.text("answer"));
    }
  }
}

@Test
void an_endpoint_hears_of_what_it_has_asked_for(TestInstance app) throws Exception {
  try (var receiver = new Receiver(200)) {
    set(app, receiver);
    var notes = app.asAdmin().records("notes");
    notes.delete(notes.create(Map.of("text", "gone")).id());
    app.settle();
    assertEquals(1, receiver.messages.size(), "created, and not deleted");
  }
}

void set(TestInstance app, Receiver receiver) {
  app.apply(NOTES);
  app.setting("secret", "whsec_" + Base64.getEncoder().encodeToString(KEY));
  app.setting("allow_private_addresses", true);
  listen(app, receiver.url());
}

void listen(TestInstance app, String url) {
  app.asAdmin()
      .records("webhook_endpoints")
      .create(Map.of("url", url, "events", List.of("notes.created")));
}

dev.tinybase.sdk.Record delivery(TestInstance app) {
  return app.asAdmin().records("webhook_deliveries").first(Filter.ALL);
}

String signature(Message message) throws GeneralSecurityException {
  var mac = Mac.getInstance("HmacSHA256");
  mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
  var signed = message.id() + "." + message.time() + "." + message.body();
  return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
}

/** A server that remembers what it was told. */
static final class Receiver implements AutoCloseable {
  final List<Message> messages = new ArrayList<>();
  volatile int status;
  private final HttpServer server;

  Receiver(int status) throws IOException {
    this.status = status;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::receive);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/hooks?from=tinybase";
  }

  private void receive(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    messages.add(
        new Message(
            headers.getFirst("webhook-id"),
            headers.getFirst("webhook-timestamp"),
            headers.getFirst("webhook-signature"),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
