package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What is not HTTP is refused with one answer, or none, and never taken for two requests. The table
 * sends bytes that no client library would.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedHttpTest {
  private static final String HOST = "Host: localhost\r\n";
  private static final String SMUGGLED = "GET /health HTTP/1.1\r\n" + HOST + "\r\n";
  private static final String CREATE = "POST /api/auth/login HTTP/1.1\r\n" + HOST;

  private World world;

  @BeforeAll
  void start() throws IOException {
    world = new World(Engine.SQLITE);
  }

  @AfterAll
  void stop() throws IOException {
    world.close();
  }

  @Test
  void what_is_not_http_gets_one_refusal_or_none() {
    var softly = new SoftAssertions();
    requests().forEach((what, bytes) -> softly.check(() -> refused(what, bytes)));
    softly.assertAll();
    assertThat(world.anyone().get("/health").status()).isEqualTo(200);
    assertThat(world.log()).doesNotContain("SEVERE", "NullPointer", "IndexOutOf");
  }

  private static Map<String, String> requests() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("two lengths", CREATE + "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + SMUGGLED);
    all.put(
        "length and chunks",
        CREATE + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
    all.put("negative length", CREATE + "Content-Length: -1\r\n\r\n" + SMUGGLED);
    all.put("length in words", CREATE + "Content-Length: two\r\n\r\n{}");
    all.put("length beyond 64 bits", CREATE + "Content-Length: 99999999999999999999\r\n\r\n{}");
    all.put("unknown coding", CREATE + "Transfer-Encoding: rot13\r\n\r\n" + SMUGGLED);
    all.put(
        "chunks without size", CREATE + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
    all.put("a chunk of 2^64", CREATE + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n");
    all.put("blank in a header's name", "GET /api/auth/me HTTP/1.1\r\nHost : localhost\r\n\r\n");
    all.put("NUL in a header", "GET /api/auth/me HTTP/1.1\r\n" + HOST + "X: a\0b\r\n\r\n");
    all.put("a header without colon", "GET /api/auth/me HTTP/1.1\r\n" + HOST + "nonsense\r\n\r\n");
    all.put("10,000 headers", "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(10_000) + "\r\n");
    all.put("a long path", "GET /" + "x".repeat(40_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
    all.put("half a percent code", "GET /api/collections/%2 HTTP/1.1\r\n" + HOST + "\r\n");
    all.put("no percent code", "GET /api/collections/%zz HTTP/1.1\r\n" + HOST + "\r\n");
    all.put("no UTF-8", "GET /api/collections/%ff%fe HTTP/1.1\r\n" + HOST + "\r\n");
    all.put(
        "no UTF-8 in the query",
        "GET /api/collections/things/records?sort=%ff HTTP/1.1\r\n" + HOST + "\r\n");
    all.put("NUL in the path", "GET /api/\0 HTTP/1.1\r\n" + HOST + "\r\n");
    all.put("dots", "GET /../../etc/passwd HTTP/1.1\r\n" + HOST + "\r\n");
    all.put("a method of its own", "FROBNICATE /api/auth/me HTTP/1.1\r\n" + HOST + "\r\n");
    all.put("a method in lower case", "get /api/auth/me HTTP/1.1\r\n" + HOST + "\r\n");
    all.put("no version", "GET /api/auth/me\r\n\r\n");
    all.put("an unknown version", "GET /api/auth/me HTTP/9.9\r\n" + HOST + "\r\n");
    all.put("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    all.put("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n");
    all.put("noise", "\u0000\u0001\u0002\u0003\u0004\r\n\r\n");
    return all;
  }

  private void refused(String what, String bytes) throws IOException {
    var answer = exchange(bytes);
    assertThat(answer.split("HTTP/1\\.1 ", -1).length - 1)
        .as("answers to %s: %s", what, answer)
        .isLessThanOrEqualTo(1);
    if (!answer.isEmpty()) {
      assertThat(answer).as(what).matches("(?s)HTTP/1\\.[01] (4\\d\\d|501|505) .*");
    }
  }

  /** Everything that the server sends until it closes or has been silent for a while. */
  private String exchange(String bytes) throws IOException {
    var port = URI.create(world.anyone().base()).getPort();
    var answer = new ByteArrayOutputStream();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(700);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.getInputStream().transferTo(answer);
    } catch (SocketTimeoutException _) {
      // it waits for more, which is an answer too
    } catch (IOException _) {
      // it closed the connection before it had read all
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }
}
