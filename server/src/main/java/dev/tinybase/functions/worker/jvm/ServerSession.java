package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.worker.wire.Connection;
import dev.tinybase.functions.worker.wire.Connection.FrameTooLarge;
import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.ToWorker;
import dev.tinybase.functions.worker.wire.WorkerExitCode;
import dev.tinybase.sdk.FunctionException;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * Runs what the server orders and asks it for what functions want. While one waits for an answer it
 * runs what the server orders meanwhile: further functions, which are part of the answer.
 */
final class ServerSession {
  /** Frames of the stack that must be left for what talks to the server. */
  private static final int STACK_FRAMES = 800;

  private final Connection<ToServer, ToWorker> connection;
  private final ParentWatch parent;
  private final WorkerUnits units;
  private final StdoutLog printed;
  private final ServerClock clock;
  private final long resultLimit;

  ServerSession(
      Connection<ToServer, ToWorker> connection,
      ParentWatch parent,
      WorkerUnits units,
      StdoutLog printed,
      ServerClock clock,
      long resultLimit) {
    this.connection = connection;
    this.parent = parent;
    this.units = units;
    this.printed = printed;
    this.clock = clock;
    this.resultLimit = resultLimit;
  }

  /** Does what the server orders until it is gone, or has no more to do for this process. */
  void serve() {
    while (true) {
      ToWorker message;
      try {
        message = connection.receive();
      } catch (IOException e) {
        units.close();
        throw lost(e);
      }
      switch (message) {
        case ToWorker.Order order -> follow(order);
        case ToWorker.Reply _ -> throw broken();
      }
    }
  }

  /** Asks for something and waits for the answer. One thread of a call at a time. */
  ToWorker.Reply ask(ToServer question) {
    requireStack();
    try {
      transmit(question);
    } catch (FrameTooLarge e) {
      throw new FunctionException("request_too_large", "This is too large: " + e.getMessage());
    }
    return await();
  }

  /** Says something that has no answer. Any thread at any time. */
  void tell(ToServer news) {
    requireStack();
    send(news);
  }

  private ToWorker.Reply await() {
    while (true) {
      switch (receive()) {
        case ToWorker.Order order -> follow(order);
        case ToWorker.Reply reply -> {
          return reply;
        }
      }
    }
  }

  private void follow(ToWorker.Order order) {
    switch (order) {
      case ToWorker.Load load -> units.add(load.unit());
      case ToWorker.Forget forget -> units.forget(forget.keys());
      case ToWorker.Check check -> reply(check(check));
      case ToWorker.Invoke invoke -> invoke(invoke);
    }
  }

  private ToServer.Reply check(ToWorker.Check check) {
    try {
      units.find(check.key(), check.function()).check(check.input());
      return new ToServer.Checked(List.of());
    } catch (InvalidInput e) {
      return new ToServer.Checked(e.errors());
    }
  }

  /** Whatever a function throws, the server hears of it. */
  private void invoke(ToWorker.Invoke invoke) {
    clock.set(invoke.now());
    var host = new RemoteHost(this, invoke.call());
    var before = printed.lines(host);
    ToServer.Reply reply;
    try {
      var function = units.find(invoke.key(), invoke.info().function());
      var output = function.invoke(invoke.info(), host, invoke.input());
      reply = output instanceof CallResult.Stream streamed ? stream(streamed) : returned(output);
    } catch (Throwable thrown) {
      reply = failed(thrown);
    } finally {
      printed.lines(before);
      host.end();
    }
    if (units.hasLeftovers()) {
      tell(new ToServer.Tired()); // a fresh process takes its place
    }
    reply(reply);
  }

  private ToServer.Reply returned(CallResult output) {
    if (output instanceof CallResult.Value json && json.json().length > resultLimit) {
      throw tooLarge();
    }
    return new ToServer.Returned(output);
  }

  private ToServer.Reply stream(CallResult.Stream stream) {
    send(new ToServer.Streaming());
    while (true) {
      switch (await()) {
        case ToWorker.Next _ -> reply(next(stream.elements()));
        case ToWorker.Close _ -> {
          stream.elements().close();
          return new ToServer.Element(null);
        }
        case ToWorker.Answer _, ToWorker.Failed _, ToWorker.Begun _, ToWorker.Ended _ ->
            throw broken();
      }
    }
  }

  private static ToServer.Reply next(CallResult.Elements items) {
    try {
      return new ToServer.Element(items.next());
    } catch (Throwable thrown) {
      return failed(thrown);
    }
  }

  private static ToServer.Reply failed(Throwable thrown) {
    return new ToServer.Failed(CallFailure.of(thrown));
  }

  private FunctionFailure tooLarge() {
    return new FunctionFailure(
        "ResultSizeError", "The result exceeds maximum size of " + resultLimit + " bytes.", null);
  }

  private void reply(ToServer.Reply reply) {
    try {
      transmit(reply);
    } catch (FrameTooLarge _) {
      send(failed(tooLarge()));
    } catch (JacksonException e) {
      send(failed(e));
    }
  }

  private void send(ToServer message) {
    try {
      transmit(message);
    } catch (FrameTooLarge e) {
      throw new IllegalStateException("a message of bounded size", e);
    }
  }

  private void transmit(ToServer message) throws FrameTooLarge {
    try {
      connection.send(message);
    } catch (FrameTooLarge e) {
      throw e;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private ToWorker receive() {
    try {
      return connection.receive();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /**
   * Makes a stack that is about to overflow do so before a frame is begun: a function that calls
   * itself without end, and the server in between, would nearly always overflow in the middle of
   * one.
   */
  private static void requireStack() {
    if (descend(STACK_FRAMES) != STACK_FRAMES) {
      throw new IllegalStateException("cannot happen");
    }
  }

  /** The result depends on each frame, so that none of them is left out. */
  private static int descend(int frames) {
    return frames == 0 ? 0 : 1 + descend(frames - 1);
  }

  private IllegalStateException lost(IOException e) {
    return parent.exit(
        e instanceof EOFException ? WorkerExitCode.SERVER_GONE : WorkerExitCode.LINE_BROKEN);
  }

  /** The server has said something that makes no sense now. */
  IllegalStateException broken() {
    return parent.exit(WorkerExitCode.LINE_BROKEN);
  }
}
