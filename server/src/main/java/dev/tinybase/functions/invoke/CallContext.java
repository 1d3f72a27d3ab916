package dev.tinybase.functions.invoke;

import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.invoke.binding.PlainValues;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.Job;
import dev.tinybase.sdk.JobOptions;
import dev.tinybase.sdk.Log;
import dev.tinybase.sdk.Records;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.sdk.User;
import dev.tinybase.sdk.Users;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The context of one call, with the caller's rights or an admin's. It is of use while the call
 * runs: everything that is done with it looks first whether it has ended, and whether its time is
 * over.
 */
final class CallContext implements Context {
  private static final int THREADS = 64;
  private static final int WAITING = 10_000;

  private final FunctionFile file;
  private final CallInfo info;
  private final Host host;
  private final boolean admin;
  private final CallContext root; // has what follows, whoever's rights a context has
  private volatile boolean ended;
  private volatile @Nullable Thread inTransaction;
  private @Nullable ExecutorService executor; // guarded by this

  /** The context that a function gets. */
  CallContext(FunctionFile file, CallInfo info, Host host) {
    this.file = file;
    this.info = info;
    this.host = host;
    this.admin = false;
    this.root = this;
  }

  private CallContext(CallContext root) {
    this.file = root.file;
    this.info = root.info;
    this.host = root.host;
    this.admin = true;
    this.root = root;
  }

  @Override
  public String functionName() {
    return info().function();
  }

  @Override
  public String callId() {
    return info().id().toString();
  }

  @Override
  public String requestId() {
    return info().requestId();
  }

  @Override
  public Trigger trigger() {
    return info().trigger();
  }

  @Override
  public Optional<User> user() {
    return Optional.ofNullable(info().user());
  }

  @Override
  public boolean isAdmin() {
    return info().isAdmin();
  }

  @Override
  public Clock clock() {
    return file().files.clock;
  }

  @Override
  public Duration remaining() {
    var left = Duration.between(file().files.clock.instant(), info.deadline());
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public Log log() {
    checkAlive();
    return new ContextLog(this);
  }

  @Override
  public Records records(String collection) {
    checkAlive();
    return new CollectionRecords(this, collection, admin, null);
  }

  @Override
  public Users users() {
    checkAlive();
    return idOrEmail -> Optional.ofNullable(host().user(idOrEmail, admin));
  }

  @Override
  public Context asAdmin() {
    checkAlive();
    return new CallContext(root);
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(Work<T, E> work) throws E {
    var server = host();
    @Nullable Thread before = root.inTransaction;
    root.inTransaction = Thread.currentThread();
    try {
      return server.transaction(work);
    } finally {
      root.inTransaction = before;
    }
  }

  @Override
  public @Nullable Object call(String function, @Nullable Object payload) {
    return PlainValues.value(result(function, payload));
  }

  @Override
  public <T> T call(String function, @Nullable Object payload, Class<T> type) {
    var result = result(function, payload);
    try {
      return file().types.read(type, result);
    } catch (InvalidInput e) {
      throw new FunctionException(
          "result_mismatch",
          "The result of '" + function + "' is no " + type.getSimpleName() + ": " + e.getMessage());
    }
  }

  private JsonNode result(String function, @Nullable Object payload) {
    var server = host();
    return server.call(function, tree(payload), admin);
  }

  private JsonNode tree(@Nullable Object payload) {
    return payload == null ? Json.object() : file.results.tree(payload);
  }

  @Override
  public String enqueue(String function, @Nullable Object payload, JobOptions options) {
    var server = host();
    return server.enqueue(function, tree(payload), options, admin);
  }

  @Override
  public Optional<Job> job() {
    return Optional.ofNullable(info().job());
  }

  @Override
  public HttpClient http() {
    return new CallHttp(file().files.http.client(), this::remaining);
  }

  @Override
  public String secret(String name) {
    return host().secret(name);
  }

  @Override
  public @Nullable Object setting(String name) {
    @Nullable JsonNode value = host().setting(name);
    return value == null ? null : PlainValues.value(value);
  }

  @Override
  public String json(@Nullable Object value) {
    return new String(file().results.bytes(value), StandardCharsets.UTF_8);
  }

  @Override
  public ExecutorService executor() {
    checkTime();
    return root.startedExecutor();
  }

  /**
   * Virtual threads for the work beside the call's own thread; it refuses work beyond its bounds.
   */
  private synchronized ExecutorService startedExecutor() {
    if (executor == null || executor.isShutdown()) {
      var threads =
          Thread.ofVirtual().name("function-" + info.function() + "-beside-", 1).factory();
      var clock = file.files.clock;
      executor =
          new ThreadPoolExecutor(
              THREADS,
              THREADS,
              0,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(WAITING),
              task -> withLoader(threads.newThread(FunctionOutput.beside(host, clock, task)))) {
            @Override
            protected void afterExecute(Runnable work, @Nullable Throwable failure) {
              FunctionOutput.endLine();
            }
          };
    }
    return executor;
  }

  /** Whichever thread made it: libraries look for their services in the file's loader. */
  private Thread withLoader(Thread thread) {
    thread.setContextClassLoader(file.loader);
    return thread;
  }

  /** The file of the call, while it has not ended. */
  FunctionFile file() {
    checkAlive();
    return file;
  }

  /** The server, while the call's time is not over: a call that only waits for it ends here. */
  Host host() {
    checkTime();
    @Nullable Thread owner = root.inTransaction;
    if (owner != null && owner != Thread.currentThread()) {
      throw new IllegalStateException(
          "A transaction is open on another thread of this call; do its work on that thread.");
    }
    return host;
  }

  /** The server's log, which takes lines also when the time is over. */
  Host logHost() {
    checkAlive();
    return host;
  }

  /** Makes the contexts of the call useless and interrupts what still runs beside it. */
  synchronized void end() {
    ended = true;
    if (executor != null) {
      executor.shutdownNow();
    }
  }

  private CallInfo info() {
    checkAlive();
    return info;
  }

  private void checkTime() {
    checkAlive();
    if (!file.files.clock.instant().isBefore(info.deadline())) {
      throw new FunctionFailure(
          "TimeoutError", "The call of '" + info.function() + "' took longer than it may.", null);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new FunctionFailure(
          "InterruptedException", "The call of '" + info.function() + "' was interrupted.", null);
    }
  }

  private void checkAlive() {
    if (root.ended) {
      throw new IllegalStateException(
          "The call of '" + info.function() + "' has ended; a context is of no use after that.");
    }
  }
}
