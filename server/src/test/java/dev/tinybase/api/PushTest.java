package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.http.PushSource;
import dev.tinybase.http.Response;
import dev.tinybase.http.Tuning;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long-lived streams. */
@Timeout(60)
class PushTest {
  private static final Tuning TUNING = Tunings.bounds(TestApi.TUNING, 1, 1 << 20);

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger waits = new AtomicInteger();
  private TestApi api = api(TUNING);

  private TestApi api(Tuning tuning) {
    var routes =
        List.of(
            Route.get("/news", "things_news")
                .handle(_ -> Response.push("text/event-stream", new News())),
            Route.get("/things", "things_get").handle(_ -> Response.text(200, "text/plain", "x")));
    return new TestApi(TestApi.settings(PushTest::few), TestApi.services(), routes, tuning);
  }

  private static Settings.Server few(Settings.Server s) {
    return RecordCopy.with(s, Map.of("shutdownSeconds", 600, "maxStreams", 2));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private HttpResponse<InputStream> listen(String... headers) {
    var request = api.request("/news");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return api.send(request.build(), BodyHandlers.ofInputStream());
  }

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, UTF_8));
  }

  @Test
  void streams_are_no_requests_in_flight_and_have_a_bound_of_their_own() throws IOException {
    try (var first = listen().body();
        var _ = listen().body()) {
      assertThat(api.get("/things").statusCode()).isEqualTo(200);
      var third = api.get("/news");
      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(third.headers().firstValue("Retry-After")).isPresent();
      assertThat(third.body()).contains("too_many_streams");
      assertThat(closed).hasValue(1);
      told.add("end");
      told.add("end");
      assertThat(first.readAllBytes()).isEmpty();
    }
    Eventually.until("there is room again", () -> listen().statusCode() == 200);
  }

  @Test
  void what_comes_arrives_at_once_also_zipped_and_after_silence() throws IOException {
    var answer = listen("Accept-Encoding", "gzip");
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    told.add("one");
    try (var in = new GZIPInputStream(answer.body())) {
      assertThat(new String(in.readNBytes(4), UTF_8)).isEqualTo("one\n");
      told.add("x".repeat(100_000));
      assertThat(in.readNBytes(100_001)).hasSize(100_001).endsWith('x', '\n');
      told.add("three");
      assertThat(new String(in.readNBytes(6), UTF_8)).isEqualTo("three\n");
      told.add("end");
      assertThat(in.read()).as("the checksum is right").isEqualTo(-1);
    }
  }

  @Test
  void a_client_that_has_left_is_noticed_by_the_heartbeat() throws IOException {
    api.close();
    api = api(Tunings.heartbeat(TUNING, Duration.ofMillis(20)));
    try (var lines = lines(listen().body())) {
      assertThat(lines.readLine()).isEqualTo(":");
    }
    Eventually.until("the source is closed", () -> closed.get() == 1);
    assertThat(api.get("/things").statusCode()).isEqualTo(200);
  }

  @Test
  void a_stream_may_be_silent_for_longer_than_a_client_may() throws Exception {
    api.close();
    var nanos = new AtomicLong();
    api = api(Tunings.nanos(TUNING, nanos::get));
    var waiting = waits.get();
    try (var lines = lines(listen().body());
        var silent = new Socket(InetAddress.getLoopbackAddress(), api.server().port())) {
      Eventually.until("the stream waits", () -> waits.get() > waiting);
      silent.getOutputStream().write("GET /things HTTP/1.1\r\n".getBytes(UTF_8));
      var refusal = CompletableFuture.supplyAsync(() -> readAll(silent));
      Eventually.until(
          "the server's patience with the silent client is over",
          () -> {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            return refusal.isDone();
          });
      assertThat(refusal.join()).startsWith("HTTP/1.1 408 ");
      told.add("late");
      assertThat(lines.readLine()).isEqualTo("late");
    }
  }

  private static String readAll(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_server_that_stops_ends_streams_without_an_end_at_once() throws IOException {
    var body = listen().body();
    api.server().close(); // which would wait for longer than this test may take
    assertThat(body.readAllBytes()).as("the end is a proper one").isEmpty();
    assertThat(closed).hasValue(1);
  }

  @Test
  void head_opens_nothing() {
    assertThat(api.send("HEAD", "/news", "").statusCode()).isEqualTo(200);
    assertThat(closed).hasValue(1);
  }

  /** Tells what the test wants told. */
  private final class News implements PushSource {
    @Override
    public Progress writeNext(OutputStream out, Duration wait)
        throws IOException, InterruptedException {
      if (wait.isPositive()) {
        waits.incrementAndGet();
      }
      var next = told.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return Progress.NOTHING;
      }
      if (next.equals("end")) {
        return Progress.END;
      }
      out.write((next + "\n").getBytes(UTF_8));
      return Progress.WRITTEN;
    }

    @Override
    public void heartbeat(OutputStream out) throws IOException {
      out.write(":\n".getBytes(UTF_8));
    }

    @Override
    public boolean endless() {
      return true;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
