package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.testing.RecordCopy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopTest {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  /** A server that waits at its end for longer than this test may take. */
  private TestApi api() {
    var settings = TestApi.settings(server -> RecordCopy.with(server, "shutdownSeconds", 600));
    var slow =
        Route.get("/slow", "things_slow")
            .handle(_ -> {
              entered.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return Response.text(200, "text/plain", "finished");
            });
    return new TestApi(settings, TestApi.services(), List.of(slow));
  }

  @Test
  void a_request_in_flight_finishes_while_new_ones_are_refused() throws Exception {
    var api = api();
    var slow = CompletableFuture.supplyAsync(() -> api.get("/slow"));
    entered.await();
    var closing = CompletableFuture.runAsync(api.server()::close);
    awaitClosed(api.server().port());
    assertThat(closing).isNotDone();
    go.countDown();
    var answer = slow.get();
    assertThat(answer.body()).isEqualTo("finished");
    assertThat(answer.headers().firstValue("Connection")).hasValue("close");
    closing.get();
    api.close();
  }

  @Test
  void connections_that_wait_do_not_delay_the_end() throws Exception {
    var api = api();
    try (var idle = new Socket(InetAddress.getLoopbackAddress(), api.server().port())) {
      assertThat(api.get("/health").statusCode()).isEqualTo(200);
      api.server().close();
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
    }
    api.close();
  }

  @Test
  void a_request_that_does_not_end_is_given_up_after_the_time_that_is_configured() {
    var settings = TestApi.settings(StopTest::oneSecond);
    var routes =
        List.of(
            Route.get("/stuck", "things_stuck")
                .handle(_ -> {
                  entered.countDown();
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return Response.noContent();
                }));
    var api = new TestApi(settings, TestApi.services(), routes);
    var stuck = CompletableFuture.supplyAsync(() -> api.get("/stuck"));
    try {
      entered.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    long start = System.nanoTime();
    api.server().close();
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThan(900L);
    assertThat(stuck.handle((_, _) -> "ended")).succeedsWithin(20, TimeUnit.SECONDS);
    api.close();
  }

  private static Settings.Server oneSecond(Settings.Server s) {
    return RecordCopy.with(s, "shutdownSeconds", 1);
  }

  @Test
  void closing_twice_is_closing_once() {
    var api = api();
    api.server().close();
    api.server().close();
    api.close();
  }

  @Test
  void a_port_in_use_is_told_in_a_sentence() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings = TestApi.settings(s -> RecordCopy.with(s, "port", taken.getLocalPort()));
      assertThatThrownBy(() -> new TestApi(settings, TestApi.services(), List.of()))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("--port");
    }
  }

  /**
   * Waits until nobody listens any more. A connection that is made while the listener closes is
   * reset: that one says nothing yet, the next one is refused.
   */
  private static void awaitClosed(int port) throws IOException {
    while (true) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread.onSpinWait();
      } catch (ConnectException e) {
        return;
      } catch (SocketException e) {
        assertThat(e).hasMessageContaining("reset");
      }
    }
  }
}
