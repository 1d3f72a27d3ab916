package dev.tinybase.functions.worker.wire;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the server says to a worker. */
public sealed interface ToWorker {
  /** Something that may come whenever the worker waits. */
  sealed interface Order extends ToWorker {}

  /** What the worker waits for, or what is to go on. */
  sealed interface Reply extends ToWorker {}

  /** A file that calls may mean from now on, by its key; has no answer. */
  record Load(CompileResult.Unit unit) implements Order {}

  /** Files that are gone, by their keys; has no answer. */
  record Forget(List<String> keys) implements Order {}

  /**
   * Run a function.
   *
   * @param call under which the function's requests are accepted until it has ended
   * @param key of its file
   * @param now by the server's clock
   */
  record Invoke(long call, String key, Instant now, CallInfo info, Input input) implements Order {}

  /** Read an input as a call would, without running the function. */
  record Check(String key, String function, Input input) implements Order {}

  /** What a request asked for. */
  record Answer(@Nullable JsonNode value) implements Reply {}

  /** The request has failed; so does what the function does, unless it knows better. */
  record Failed(CallFailure failure) implements Reply {}

  /** The transaction has begun; says what happens in it and how it is to end. */
  record Begun() implements Reply {}

  /** The transaction has ended as the worker wanted. */
  record Ended() implements Reply {}

  /** The next element of the stream, please. */
  record Next() implements Reply {}

  /** No more elements. */
  record Close() implements Reply {}
}
