package dev.tinybase.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionsTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final AtomicInteger served = new AtomicInteger();
  private final Connections connections;

  ConnectionsTest() throws IOException {
    connections =
        new Connections(
            new InetSocketAddress(HERE, 0),
            10,
            Duration.ofSeconds(10),
            Tuning.system(),
            _ -> served.incrementAndGet() < 0,
            _ -> {},
            _ -> {});
  }

  @AfterEach
  void close() {
    connections.drain(Duration.ZERO);
    connections.close();
  }

  @Test
  void a_listening_socket_that_is_lost_is_opened_again() {
    for (int round = 1; round <= 3; round++) {
      connections.closeServer();
      int expected = round;
      Eventually.until("it is served", () -> serves(expected));
    }
  }

  @Test
  void it_waits_for_a_port_that_somebody_else_has_taken_meanwhile() throws IOException {
    int port = connections.port();
    connections.closeServer();
    try (var other = take(port)) {
      assertThat(other.getLocalPort()).isEqualTo(port);
      assertThat(served).hasValue(0);
    }
    Eventually.until("it is served", () -> serves(1));
  }

  /** The listener is faster at times. */
  private ServerSocket take(int port) {
    var taken = new ServerSocket[1];
    Eventually.until(
        "the port is taken",
        () -> {
          connections.closeServer();
          try {
            taken[0] = new ServerSocket(port, 1, HERE);
            return true;
          } catch (IOException _) {
            return false;
          }
        });
    return taken[0];
  }

  private boolean serves(int expected) {
    try (var socket = new Socket(HERE, connections.port())) {
      socket.setSoTimeout(1_000);
      return socket.getInputStream().read() < 0 && served.get() >= expected;
    } catch (IOException _) {
      return false;
    }
  }
}
