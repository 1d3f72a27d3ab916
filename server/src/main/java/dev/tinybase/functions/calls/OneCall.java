package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Input;
import dev.tinybase.functions.invoke.Lane;
import dev.tinybase.functions.registry.Function;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call of one function, from outside or from a function, and the record of it.
 *
 * @param tree what it shares with the other calls on its lane
 * @param triggerId the schedule; null for others
 * @param parentId the call of the function that made it; null for others
 */
record OneCall(
    CallParts parts,
    CallTree tree,
    CallInfo info,
    Principal principal,
    Function function,
    Instant started,
    @Nullable UUID triggerId,
    @Nullable UUID parentId) {
  /**
   * Runs the function on this thread, which is the lane's. It throws nothing, for a call that fails
   * has an end too.
   *
   * @param sink takes the elements of a stream; null makes a list of them
   */
  CallResult run(Lane lane, Input input, Drawing.@Nullable Sink sink) {
    var host = new LocalHost(this, lane);
    var thread = Thread.currentThread() instanceof LaneThread ours ? ours : null;
    var before = thread == null ? null : thread.printTo(host::printed);
    function.acquire();
    try {
      return parts.drawing().read(lane.invoke(function.entry(), info, host, input), sink);
    } catch (Throwable e) { // the function may throw anything, and each of it is an end of its call
      return new CallResult.Failed(CallFailure.of(e, tree::mask));
    } finally {
      if (thread != null) {
        thread.printTo(before);
      }
      host.end();
      function.release();
    }
  }

  /** As it is kept while it runs. */
  CallRecord running(byte @Nullable [] input) {
    return kept(Status.RUNNING, null, 0, null, input, null);
  }

  /** As it is kept after its end. */
  CallRecord finished(CallResult ended, long micros, byte @Nullable [] input, boolean keepsOutput) {
    var at = started.plusNanos(micros * 1000);
    return switch (ended) {
      case CallResult.Failed(CallFailure failure) ->
          kept(Status.FAILED, at, micros, failure, input, null);
      case CallResult.Value(byte[] json) ->
          kept(Status.SUCCEEDED, at, micros, null, input, keepsOutput ? json : null);
      case CallResult.Http _, CallResult.Stream _, CallResult.Streamed _ ->
          kept(Status.SUCCEEDED, at, micros, null, input, null);
    };
  }

  private CallRecord kept(
      Status status,
      @Nullable Instant finished,
      long micros,
      @Nullable CallFailure failure,
      byte @Nullable [] input,
      byte @Nullable [] output) {
    return new CallRecord(
        info.id(),
        function.name(),
        status,
        info.trigger(),
        triggerId,
        parentId,
        principal.userId(),
        function.versionId(),
        function.hash(),
        info.requestId(),
        started,
        finished,
        micros,
        failure == null ? null : failure.type(),
        failure == null ? null : failure.message(),
        failure == null ? null : failure.code(),
        failure == null ? null : failure.details(),
        failure == null ? null : failure.trace(),
        input,
        output);
  }
}
