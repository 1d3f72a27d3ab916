package dev.tinybase.functions.worker;

import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.ToWorker;
import org.jspecify.annotations.Nullable;

/** The elements of a stream in a worker, fetched one by one: it makes none that nobody takes. */
final class ProcessElements implements CallResult.Elements {
  private final ProcessInvoker invoker;
  private final long token;
  private final Host host;
  private boolean closed;

  ProcessElements(ProcessInvoker invoker, long token, Host host) {
    this.invoker = invoker;
    this.token = token;
    this.host = host;
  }

  @Override
  public CallResult.@Nullable Element next() {
    return element(invoker.ask(new ToWorker.Next(), token, host));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      var reply = invoker.ask(new ToWorker.Close(), token, host);
      invoker.forget(token);
      element(reply);
    }
  }

  private CallResult.@Nullable Element element(ToServer.Reply reply) {
    return switch (reply) {
      case ToServer.Element element -> element.item();
      case ToServer.Failed failed -> throw failed.failure().exception();
      case ToServer.Returned _, ToServer.Streaming _, ToServer.Commit _, ToServer.Rollback _ ->
          throw invoker.misplaced(reply);
    };
  }
}
