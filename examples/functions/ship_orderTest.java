import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final List<String> mails = Collections.synchronizedList(new ArrayList<>());
volatile int failures = 0;
HttpServer mailService;
String order;

@BeforeEach
void open(TestInstance app) throws IOException {
  mailService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  mailService.createContext("/", request -> {
    var mail = new String(request.getRequestBody().readAllBytes());
    if (failures-- > 0) {
      request.sendResponseHeaders(503, -1);
    } else {
      mails.add(request.getRequestHeaders().getFirst("Idempotency-Key") + " " + mail);
      request.sendResponseHeaders(204, -1);
    }
    request.close();
  });
  mailService.start();
  app.secret("MAIL_URL", "http://127.0.0.1:" + mailService.getAddress().getPort() + "/");
  app.apply(Path.of("collections/orders.json"));
  order =
      app.asAdmin()
          .records("orders")
          .create(Map.of("item", "cup", "quantity", 3, "total", "13.50"))
          .id();
}

@AfterEach
void close() {
  mailService.stop(0);
}

@Test
void the_customer_is_told_when_the_mail_service_is_back(TestInstance app) {
  failures = 2;
  var job = (String) app.call("ship_order", Map.of("order", order));
  assertTrue(app.asAdmin().records("orders").get(order).flag("shipped"));
  assertEquals(List.of(), mails);

  app.pass(Duration.ofMinutes(1)); // at once, after 10 seconds, and after 20 more

  assertEquals(List.of(job + " 3 of cup are on their way."), mails);
  var runs = app.runs("tell_customer");
  assertEquals(List.of(1, 2, 3), runs.stream().map(run -> run.job().attempt()).toList());
  assertEquals("FunctionException: The mail service has answered with 503.", runs.getFirst().error());
  assertTrue(runs.getLast().succeeded());
}

@Test
void what_is_not_shipped_is_not_told(TestInstance app) {
  var nothing = Map.of("order", "0198a000-0000-7000-8000-000000000000");
  assertThrows(FunctionException.class, () -> app.call("ship_order", nothing));
  app.call("ship_order", Map.of("order", order));
  var again =
      assertThrows(
          FunctionException.class, () -> app.call("ship_order", Map.of("order", order)));
  assertEquals("shipped_already", again.code());

  app.pass(Duration.ofMinutes(1));
  assertEquals(1, mails.size());
  assertFalse(app.runs().isEmpty());
}
