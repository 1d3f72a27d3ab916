package dev.tinybase.functions.worker.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.functions.worker.wire.Connection.FrameTooLarge;
import dev.tinybase.functions.worker.wire.Connection.ProtocolError;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Job;
import dev.tinybase.sdk.JobOptions;
import dev.tinybase.sdk.Response;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.sdk.User;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.node.ObjectNode;

class ConnectionTest {
  private static final int LIMIT = 1 << 20;
  private static final ObjectNode DATA =
      (ObjectNode) Json.parse("{\"price\":1.10,\"tags\":[\"é\",null],\"n\":9007199254740993}");
  private static final CompileResult.Unit SHARED =
      new CompileResult.Unit(
          "lib", "k0", Path.of("/cache/k0.jar"), List.of("Money"), List.of(), null);
  private static final CallInfo CALL =
      new CallInfo(
          new UUID(1, 2),
          "hello",
          "request-1",
          Trigger.SCHEDULE,
          new User("u", "a@example.com", true),
          true,
          Instant.parse("2026-01-02T03:04:05.000006Z"),
          3,
          new Job("0198", 2, Instant.parse("2026-01-02T03:04:00Z")));

  static final List<ToWorker> TO_WORKER =
      List.of(
          new ToWorker.Load(
              new CompileResult.Unit(
                  "hello",
                  "k1",
                  Path.of("/cache/k1.jar"),
                  List.of("hello", "hello$Input"),
                  List.of(Path.of("/libs/a.jar")),
                  SHARED)),
          new ToWorker.Forget(List.of("k1", "k2")),
          new ToWorker.Invoke(-5, "k1", Instant.EPOCH, CALL, new Input.Json(DATA)),
          new ToWorker.Invoke(Long.MIN_VALUE, "k1", Instant.EPOCH, CALL, new Input.Query(DATA)),
          new ToWorker.Invoke(7, "k1", Instant.EPOCH, CALL, new Input.Event(DATA)),
          new ToWorker.Check("k1", "hello", new Input.Json(DATA)),
          new ToWorker.Answer(DATA),
          new ToWorker.Answer(null),
          new ToWorker.Failed(
              new CallFailure(
                  "NotFound", "There is none.", "record_not_found", Json.bytes(DATA), null)),
          new ToWorker.Failed(new CallFailure("Refusal", "No", "no", null, null, 422)),
          new ToWorker.Begun(),
          new ToWorker.Ended(),
          new ToWorker.Next(),
          new ToWorker.Close());

  static final List<ToServer> TO_SERVER =
      List.of(
          new ToServer.Exiting(),
          new ToServer.Tired(),
          new ToServer.Log(7, new LogLine(Instant.EPOCH, LogLine.Level.WARNING, "über")),
          new ToServer.Records(7, new RecordRequest.Create("posts", true, null, DATA, null)),
          new ToServer.Records(7, new RecordRequest.Get("posts", false, "id")),
          new ToServer.Records(
              7, new RecordRequest.List("posts", false, DATA, "-created_at", 10, "next", true)),
          new ToServer.Records(
              7,
              new RecordRequest.Update(
                  "posts", false, "id", DATA, new RecordRequest.Owner("user"))),
          new ToServer.Records(
              7,
              new RecordRequest.Replace("posts", false, "id", DATA, new RecordRequest.Owner(null))),
          new ToServer.Records(7, new RecordRequest.Delete("posts", false, "id")),
          new ToServer.Call(7, "other", DATA, true),
          new ToServer.Enqueue(7, "other", DATA, JobOptions.DEFAULT, false),
          new ToServer.Enqueue(
              7,
              "other",
              DATA,
              JobOptions.DEFAULT.at(Instant.EPOCH).priority(-5).uniqueKey("é").attempts(10),
              true),
          new ToServer.Enqueue(
              7, "other", DATA, JobOptions.DEFAULT.delay(Duration.ofNanos(1_500)), true),
          new ToServer.Secret(7, "KEY"),
          new ToServer.Setting(7, "keep_days"),
          new ToServer.Begin(7),
          new ToServer.Commit(),
          new ToServer.Rollback(),
          new ToServer.FindUser(7, "ada@example.com", true),
          new ToServer.Checked(List.of()),
          new ToServer.Checked(List.of(new FieldError("x", "required", "No x"))),
          new ToServer.Returned(new CallResult.Decided(DATA)),
          new ToServer.Returned(new CallResult.Decided(null)),
          new ToServer.Failed(new CallFailure("Refusal", "No", "no", null, null, 422)),
          new ToServer.Streaming(),
          new ToServer.Element(null),
          new ToServer.Failed(
              CallFailure.of(new InvalidInput(List.of(new FieldError("x", "required", "No x"))))),
          new ToServer.Failed(new CallFailure("IOException", "gone", null, null, "at x")),
          new ToServer.Failed(CallFailure.of("IOException", "gone")));

  @TempDir private Path folder;
  private Connection<ToWorker, ToServer> server;
  private Connection<ToServer, ToWorker> worker;
  private SocketChannel workerSocket;

  @BeforeEach
  void connect() throws IOException {
    try (var socket = LocalSocket.open(folder)) {
      LocalSocket.connect(socket.address(), "forged").close();
      workerSocket = LocalSocket.connect(socket.address(), "secret");
      server = Connection.ofServer(socket.accept("secret"), LIMIT);
      worker = Connection.ofWorker(new UninterruptibleChannel(workerSocket), LIMIT);
    }
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    worker.close();
  }

  @ParameterizedTest
  @FieldSource("TO_WORKER")
  void workers_read_what_the_server_says(ToWorker message) throws IOException {
    server.send(message);
    assertThat(worker.receive()).usingRecursiveComparison().isEqualTo(message);
  }

  @ParameterizedTest
  @FieldSource("TO_SERVER")
  void the_server_reads_what_workers_say(ToServer message) throws IOException {
    worker.send(message);
    assertThat(server.receive()).usingRecursiveComparison().isEqualTo(message);
  }

  @Test
  void requests_and_answers_cross_with_their_headers_and_bytes() throws IOException {
    var request =
        new Input.Raw(
            "PUT",
            Map.of("content-type", List.of("a/b"), "x", List.of("1", "2")),
            Map.of("q", List.of("ä")),
            new byte[] {0, -1},
            Map.of("id", "7"));
    server.send(new ToWorker.Invoke(1, "k", Instant.EPOCH, CALL, request));
    var input = ((ToWorker.Invoke) worker.receive()).input();
    assertThat(input).usingRecursiveComparison().isEqualTo(request);

    var response = new Response(418, Map.of("X-Tea", List.of("yes", "no")), new byte[] {1, 2});
    worker.send(new ToServer.Returned(new CallResult.Http(response)));
    assertThat(server.receive())
        .usingRecursiveComparison()
        .isEqualTo(new ToServer.Returned(new CallResult.Http(response)));

    var item = new CallResult.Element("tick", null, "1".getBytes(UTF_8));
    worker.send(new ToServer.Element(item));
    assertThat(server.receive()).usingRecursiveComparison().isEqualTo(new ToServer.Element(item));
  }

  @Test
  void large_frames_cross_in_pieces_and_those_beyond_the_limit_not_at_all() throws Exception {
    var large = new byte[LIMIT - 100];
    new Random(1).nextBytes(large);
    var sent = CompletableFuture.runAsync(() -> sendTo(worker, large));
    assertThat(((ToServer.Returned) server.receive()).result())
        .usingRecursiveComparison()
        .isEqualTo(new CallResult.Value(large));
    sent.get();

    var tooLarge = new ToServer.Returned(new CallResult.Value(new byte[LIMIT]));
    assertThatThrownBy(() -> worker.send(tooLarge)).isInstanceOf(FrameTooLarge.class);
    worker.send(new ToServer.Commit());
    assertThat(server.receive()).isEqualTo(new ToServer.Commit());
  }

  private static void sendTo(Connection<ToServer, ToWorker> line, byte[] json) {
    try {
      line.send(new ToServer.Returned(new CallResult.Value(json)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void an_interrupt_does_not_cut_a_workers_line() throws Exception {
    var thread = Thread.currentThread();
    thread.interrupt();
    worker.send(new ToServer.Commit());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.receive()).isEqualTo(new ToServer.Commit());

    thread.interrupt();
    var answer =
        CompletableFuture.runAsync(() -> {
          for (int i = 0; i < 1000; i++) {
            thread.interrupt();
          }
          sendTo(server, new ToWorker.Begun());
        });
    assertThat(worker.receive()).isEqualTo(new ToWorker.Begun());
    assertThat(Thread.interrupted()).isTrue();
    answer.get();
  }

  private static void sendTo(Connection<ToWorker, ToServer> line, ToWorker message) {
    try {
      line.send(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void malformed_json_of_a_function_leaves_the_line_as_it_is() throws IOException {
    var bad = Json.object().put("text", "a\0b");
    worker.send(new ToServer.Records(1, new RecordRequest.Create("posts", false, null, bad, null)));
    worker.send(new ToServer.Commit());
    assertThatThrownBy(() -> server.receive()).isInstanceOf(Problem.class);
    assertThat(server.receive()).isEqualTo(new ToServer.Commit());
  }

  @Test
  void the_end_of_one_side_is_an_exception_on_the_other() throws IOException {
    worker.close();
    assertThatThrownBy(() -> server.receive()).isInstanceOf(EOFException.class);
  }

  @Test
  void garbage_is_an_error_of_the_protocol_and_nothing_else() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      var frame = new byte[1 + random.nextInt(60)];
      random.nextBytes(frame);
      frame[0] = (byte) random.nextInt(16);
      try {
        MessageFormat.SERVER.read(frame);
      } catch (ProtocolError | Problem _) {
        // as it should be
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    workerSocket.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8)));
    assertThatThrownBy(() -> server.receive()).isInstanceOf(ProtocolError.class);
  }
}
