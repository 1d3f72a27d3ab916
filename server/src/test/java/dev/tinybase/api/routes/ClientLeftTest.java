package dev.tinybase.api.routes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A list that takes long gives its connection back when its client has left. */
@ParameterizedClass
@EnumSource(Engine.class)
class ClientLeftTest {
  private static final String TEXTS = "/api/collections/texts/records";
  private static final int RECORDS = 200;

  private final TestServer server;

  ClientLeftTest(Engine engine) {
    server = TestServer.start(engine);
  }

  @BeforeEach
  void makeRecords() {
    var made =
        server.post(
            server.adminToken(),
            "/api/collections",
            """
            {"name": "texts", "label": "Texts", "schema": {"fields": [
              {"name": "text", "type": "string", "max_length": 100000}]},
             "options": {"access": {"list": "public"}}}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var record = "{\"data\": {\"text\": \"" + "a".repeat(30_000) + "\"}}";
    for (int i = 0; i < RECORDS; i++) {
      assertThat(server.post(server.adminToken(), TEXTS, record).status()).isEqualTo(201);
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Half a minute of work: either database searches one kind of these in quadratic time. */
  private static String slowQuery() {
    var conditions =
        IntStream.range(0, 98)
            .mapToObj(i -> i % 2 == 0 ? "a".repeat(4_000 + i) + "b" : "b" + "a".repeat(200 + i))
            .map(text -> "{\"text\": {\"contains\": \"" + text + "\"}}")
            .collect(Collectors.joining(",", "{\"or\": [", "]}"));
    return "{\"total\": false, \"filter\": " + conditions + "}";
  }

  private Socket send(String body) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    var head =
        "POST "
            + TEXTS
            + "/query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
    return socket;
  }

  private static boolean hasBytes(InputStream in) {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int busy() {
    return server.tinybase().database().status().readersBusy();
  }

  @Test
  void the_statement_ends_long_before_its_work_is_done() throws IOException {
    try (var _ = send(slowQuery())) {
      Eventually.until("it runs", () -> busy() > 0);
    }
    Eventually.until("its connection is free", () -> busy() == 0);
    assertThat(server.get(null, TEXTS + "?limit=1").status()).isEqualTo(200);
  }

  @Test
  void a_client_who_waits_gets_his_reply_and_the_next_request_is_read() throws IOException {
    var quarter = slowQuery().replaceAll("(,\\{[^,]*){80}]}", "]}");
    try (var socket = send(quarter)) {
      socket.setSoTimeout(60_000);
      var in = socket.getInputStream();
      Eventually.until("it runs, or has run", () -> busy() > 0 || hasBytes(in));
      socket
          .getOutputStream()
          .write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
      var text = new StringBuilder();
      while (text.indexOf("\"status\"") < 0) {
        int next = in.read();
        assertThat(next).as("%s", text).isNotNegative();
        text.append((char) next);
      }
      assertThat(text).contains("HTTP/1.1 200 OK", "\"records\":[]");
    }
  }
}
