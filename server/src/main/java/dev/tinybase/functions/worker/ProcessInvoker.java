package dev.tinybase.functions.worker;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.Invoker;
import dev.tinybase.functions.worker.wire.Connection.FrameTooLarge;
import dev.tinybase.functions.worker.wire.Connection.ProtocolError;
import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.ToWorker;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A worker for the time of one call from outside. The thread that waits for a function's result
 * answers meanwhile what the function asks for, further calls in the same worker included: the
 * dialog is a stack, as the calls are.
 */
final class ProcessInvoker implements Invoker {
  private static final ToWorker CALL_ENDED =
      refusal("call_ended", "The call that asks for this has ended.");

  private final Worker worker;
  private final int memoryMb;
  private final RandomGenerator tokens;
  private final InstantSource clock;
  private final Map<Long, Host> open = new HashMap<>();
  private boolean gone;

  ProcessInvoker(Worker worker, int memoryMb, RandomGenerator tokens, InstantSource clock) {
    this.worker = worker;
    this.memoryMb = memoryMb;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What came of the work does not count when it was ended from outside. */
  void checkTime() throws InterruptedException {
    if (gone) {
      switch (worker.ending()) {
        case TIMEOUT -> throw worker.failure(memoryMb);
        case CANCELLED -> throw new InterruptedException();
        case OUT_OF_MEMORY, TOO_MANY_THREADS, EXIT, CRASH, PROTOCOL, RECYCLED, STOPPED -> {}
      }
    }
  }

  /** Whether nothing is left to be answered, so that another call may use the worker. */
  boolean isAtRest() {
    return open.isEmpty();
  }

  @Override
  public CallResult invoke(FunctionFile.Entry function, CallInfo call, Host host, Input input) {
    long token = tokens.nextLong();
    var unit = function.file().unit();
    open.put(token, host);
    try {
      worker.load(unit);
      worker.send(new ToWorker.Invoke(token, unit.key(), clock.instant(), call, input));
    } catch (FrameTooLarge e) {
      open.remove(token);
      throw tooLarge(e);
    } catch (IOException e) {
      throw gone(e);
    }
    return output(answering(token, host), token, host);
  }

  @Override
  public void check(FunctionFile.Entry function, Input input) {
    var unit = function.file().unit();
    try {
      worker.load(unit);
      worker.send(new ToWorker.Check(unit.key(), function.signature().name(), input));
    } catch (FrameTooLarge e) {
      throw tooLarge(e);
    } catch (IOException e) {
      throw gone(e);
    }
    var reply = answering();
    if (!(reply instanceof ToServer.Checked(var errors))) {
      throw misplaced(reply);
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }

  private static FunctionException tooLarge(FrameTooLarge e) {
    return new FunctionException(
        "payload_too_large", "The payload is too large: " + e.getMessage());
  }

  private CallResult output(ToServer.Reply reply, long token, Host host) {
    return switch (reply) {
      case ToServer.Streaming _ -> new CallResult.Stream(new ProcessElements(token, host));
      case ToServer.Returned returned -> {
        open.remove(token);
        yield returned.result();
      }
      case ToServer.Failed failed -> {
        open.remove(token);
        throw new FunctionFailure(failed.failure());
      }
      case ToServer.Commit _, ToServer.Rollback _, ToServer.Element _, ToServer.Checked _ ->
          throw misplaced(reply);
    };
  }

  /** Says something to a call and answers what it asks until it says something else. */
  private ToServer.Reply ask(ToWorker message, long token, Host host) {
    send(message);
    return answering(token, host);
  }

  /** What comes of an order that asks for nothing meanwhile. */
  private ToServer.Reply answering() {
    while (true) {
      switch (receive()) {
        case ToServer.Reply reply -> {
          return reply;
        }
        case ToServer.Log log -> log(log);
        case ToServer.Request _ -> send(CALL_ENDED);
      }
    }
  }

  private ToServer.Reply answering(long token, Host host) {
    while (true) {
      switch (receive()) {
        case ToServer.Reply reply -> {
          return reply;
        }
        case ToServer.Log log -> log(log);
        case ToServer.Request request -> send(answer(request, token, host));
      }
    }
  }

  private void log(ToServer.Log log) {
    var host = open.get(log.call());
    if (host != null) {
      host.log(log.line());
    }
  }

  private ToWorker answer(ToServer.Request request, long token, Host host) {
    if (request.call() != token) {
      return CALL_ENDED;
    }
    try {
      return switch (request) {
        case ToServer.Records records -> new ToWorker.Answer(host.records(records.request()));
        case ToServer.Call call ->
            new ToWorker.Answer(host.call(call.function(), call.payload(), call.asAdmin()));
        case ToServer.Enqueue(_, var function, var payload, var options, var asAdmin) ->
            text(host.enqueue(function, payload, options, asAdmin));
        case ToServer.Secret secret -> text(host.secret(secret.name()));
        case ToServer.Setting setting -> new ToWorker.Answer(host.setting(setting.name()));
        case ToServer.FindUser find -> {
          var user = host.user(find.idOrEmail(), find.asAdmin());
          yield new ToWorker.Answer(
              user == null
                  ? null
                  : Json.object()
                      .put("id", user.id())
                      .put("email", user.email())
                      .put("is_admin", user.isAdmin()));
        }
        case ToServer.Begin _ -> transaction(token, host);
        case ToServer.Log _ -> throw new IllegalStateException("has no answer");
      };
    } catch (RuntimeException e) {
      return new ToWorker.Failed(CallFailure.of(e).withoutTrace());
    }
  }

  private static ToWorker text(String value) {
    return new ToWorker.Answer(JsonNodeFactory.instance.stringNode(value));
  }

  private ToWorker transaction(long token, Host host) {
    try {
      return host.<ToWorker, Undo>transaction(() -> {
        var end = ask(new ToWorker.Begun(), token, host);
        return switch (end) {
          case ToServer.Commit _ -> new ToWorker.Ended();
          case ToServer.Rollback _ -> throw new Undo();
          case ToServer.Returned _,
              ToServer.Streaming _,
              ToServer.Element _,
              ToServer.Failed _,
              ToServer.Checked _ ->
              throw misplaced(end);
        };
      });
    } catch (Undo _) {
      return new ToWorker.Ended();
    }
  }

  private static ToWorker refusal(String code, String message) {
    return new ToWorker.Failed(CallFailure.refusal(code, message));
  }

  private void send(ToWorker message) {
    try {
      worker.send(message);
    } catch (FrameTooLarge e) {
      send(refusal("answer_too_large", "What was asked for is too large: " + e.getMessage()));
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private ToServer.Turn receive() {
    while (true) {
      try {
        return worker.receive();
      } catch (Problem malformed) {
        send(refusal(malformed.code(), malformed.detail()));
      } catch (IOException e) {
        throw gone(e);
      }
    }
  }

  /** What has become of the worker. The interrupt has done its work by then. */
  private RuntimeException gone(IOException e) {
    gone = true;
    switch (e) {
      case ClosedByInterruptException _ -> {
        Thread.interrupted();
        worker.end(Ending.CANCELLED);
      }
      case ProtocolError _ -> worker.end(Ending.PROTOCOL);
      default -> {
        // it is at its end by itself
      }
    }
    return worker.failure(memoryMb);
  }

  private RuntimeException misplaced(ToServer message) {
    return gone(new ProtocolError(message.getClass().getSimpleName() + " is out of place"));
  }

  /** The function's transaction has failed; where it knows why. */
  private static final class Undo extends Exception {
    private static final long serialVersionUID = 1L;

    Undo() {
      super(null, null, false, false);
    }
  }

  /** The elements of a stream in a worker, fetched one by one: it makes none that nobody takes. */
  private final class ProcessElements implements CallResult.Elements {
    private final long token;
    private final Host host;
    private boolean closed;

    ProcessElements(long token, Host host) {
      this.token = token;
      this.host = host;
    }

    @Override
    public CallResult.@Nullable Element next() {
      return element(ask(new ToWorker.Next(), token, host));
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        var reply = ask(new ToWorker.Close(), token, host);
        open.remove(token); // its requests are refused from now on
        element(reply);
      }
    }

    private CallResult.@Nullable Element element(ToServer.Reply reply) {
      return switch (reply) {
        case ToServer.Element element -> element.item();
        case ToServer.Failed failed -> throw new FunctionFailure(failed.failure());
        case ToServer.Returned _,
            ToServer.Streaming _,
            ToServer.Commit _,
            ToServer.Rollback _,
            ToServer.Checked _ ->
            throw misplaced(reply);
      };
    }
  }
}
