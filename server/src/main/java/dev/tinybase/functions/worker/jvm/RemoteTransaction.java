package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.ToWorker;
import dev.tinybase.sdk.Context;
import org.jspecify.annotations.Nullable;

/**
 * Work in a transaction of the server's. The server says when it has begun, which may be more than
 * once: a database may want a transaction from its beginning.
 *
 * @param <T> what comes of it
 * @param <E> what it may throw
 */
final class RemoteTransaction<T extends @Nullable Object, E extends Exception> {
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
