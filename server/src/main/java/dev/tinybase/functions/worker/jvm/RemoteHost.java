package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.ToWorker;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.JobOptions;
import dev.tinybase.sdk.User;
import dev.tinybase.text.Texts;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The server as one call sees it. Threads of the call take turns: the server hears one at a time,
 * and a transaction or a call of another function is one turn.
 */
final class RemoteHost implements Host {
  private static final int LONGEST_LINE = 64 << 10;

  private final ServerSession session;
  private final long call;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile boolean ended;

  RemoteHost(ServerSession session, long call) {
    this.session = session;
    this.call = call;
  }

  /** Waits for the thread whose turn it is; further ones are refused. */
  void end() {
    turn.lock();
    try {
      ended = true;
    } finally {
      turn.unlock();
    }
  }

  @Override
  public @Nullable JsonNode records(RecordRequest request) {
    return ask(new ToServer.Records(call, request));
  }

  @Override
  public @Nullable User user(String idOrEmail, boolean asAdmin) {
    var user = ask(new ToServer.FindUser(call, idOrEmail, asAdmin));
    return user == null
        ? null
        : new User(
            user.path("id").stringValue(),
            user.path("email").stringValue(),
            user.path("is_admin").booleanValue());
  }

  @Override
  public JsonNode call(String function, JsonNode payload, boolean asAdmin) {
    var result = ask(new ToServer.Call(call, function, payload, asAdmin));
    return result == null ? NullNode.getInstance() : result;
  }

  @Override
  public String enqueue(String function, JsonNode payload, JobOptions options, boolean asAdmin) {
    return text(ask(new ToServer.Enqueue(call, function, payload, options, asAdmin)));
  }

  @Override
  public String secret(String name) {
    return text(ask(new ToServer.Secret(call, name)));
  }

  @Override
  public @Nullable JsonNode setting(String name) {
    return ask(new ToServer.Setting(call, name));
  }

  private static String text(@Nullable JsonNode answer) {
    return answer == null ? "" : answer.stringValue();
  }

  @Override
  public void log(LogLine line) {
    if (!ended) {
      session.tell(new ToServer.Log(call, cut(line)));
    }
  }

  private static LogLine cut(LogLine line) {
    var message = line.message();
    return message.length() <= LONGEST_LINE
        ? line
        : new LogLine(line.at(), line.level(), Texts.abbreviate(message, LONGEST_LINE));
  }

  private @Nullable JsonNode ask(ToServer.Request request) {
    return inTurn(() -> {
      var reply = session.ask(request);
      return switch (reply) {
        case ToWorker.Answer answer -> answer.value();
        case ToWorker.Failed failed -> throw failed.failure().exception();
        case ToWorker.Begun _, ToWorker.Ended _, ToWorker.Next _, ToWorker.Close _ ->
            throw session.broken();
      };
    });
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(Context.Work<T, E> work)
      throws E {
    return inTurn(() -> new RemoteTransaction<>(session, work).run(call));
  }

  private <T extends @Nullable Object, E extends Exception> T inTurn(Context.Work<T, E> work)
      throws E {
    turn.lock();
    try {
      if (ended) {
        throw new FunctionException("call_ended", "The call has ended; its context with it.");
      }
      return work.run();
    } finally {
      turn.unlock();
    }
  }

  /**
   * Work in a transaction of the server's. The server says when it has begun, which may be more
   * than once: a database may want a transaction from its beginning.
   *
   * @param <T> what comes of it
   * @param <E> what it may throw
   */
  private static final class RemoteTransaction<T extends @Nullable Object, E extends Exception> {
    private final ServerSession session;
    private final Context.Work<T, E> work;
    private @Nullable Done<T> done;
    private @Nullable Throwable thrown;

    RemoteTransaction(ServerSession session, Context.Work<T, E> work) {
      this.session = session;
      this.work = work;
    }

    T run(long call) throws E {
      var reply = session.ask(new ToServer.Begin(call));
      while (reply instanceof ToWorker.Begun) {
        reply = session.ask(attempt());
      }
      return switch (reply) {
        case ToWorker.Ended _ -> result();
        case ToWorker.Failed failed -> throw failure(failed.failure().exception());
        case ToWorker.Begun _, ToWorker.Answer _, ToWorker.Next _, ToWorker.Close _ ->
            throw session.broken();
      };
    }

    private ToServer.Reply attempt() {
      done = null;
      thrown = null;
      try {
        done = new Done<>(work.run());
        return new ToServer.Commit();
      } catch (Throwable e) {
        thrown = e;
        return new ToServer.Rollback();
      }
    }

    private T result() throws E {
      if (thrown != null) {
        throw RemoteTransaction.<E>unchanged(thrown);
      }
      if (done == null) {
        throw session.broken();
      }
      return done.value;
    }

    /** What the work threw says more than that the transaction failed by it. */
    private RuntimeException failure(RuntimeException end) throws E {
      if (thrown != null) {
        thrown.addSuppressed(end);
        throw RemoteTransaction.<E>unchanged(thrown);
      }
      return end;
    }

    private record Done<T extends @Nullable Object>(T value) {}

    /** The work throws nothing but these. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchanged(Throwable thrown) throws E {
      throw (E) thrown;
    }
  }
}
