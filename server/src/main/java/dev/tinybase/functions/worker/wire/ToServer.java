package dev.tinybase.functions.worker.wire;

import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a worker says to the server. */
public sealed interface ToServer {
  /** Something about the process itself; has no answer. */
  sealed interface Notice extends ToServer {}

  /** Something about calls. */
  sealed interface Turn extends ToServer {}

  /** A function wants something, in the name of its call. */
  sealed interface Request extends Turn {
    /** The call that it belongs to. */
    long call();
  }

  /** What has become of what the server asked for. */
  sealed interface Reply extends Turn {}

  /** The first frame: the token that the worker was started with. */
  record Hello(String token) implements Notice {}

  /** The process is about to end, because something in it has called {@code System.exit}. */
  record Exiting() implements Notice {}

  /** The worker's memory stays full: it should be replaced when there is time. */
  record Tired() implements Notice {}

  /** A line of a call's log; has no answer. */
  record Log(long call, LogLine line) implements Request {}

  /** Records are wanted or changed. */
  record Records(long call, RecordRequest request) implements Request {}

  /** Another function is called. */
  record Call(long call, String function, JsonNode payload, boolean asAdmin) implements Request {}

  /** A secret is wanted. */
  record Secret(long call, String name) implements Request {}

  /** A transaction is wanted. */
  record Begin(long call) implements Request {}

  /** The transaction's work is done. */
  record Commit() implements Reply {}

  /** The transaction's work has failed. */
  record Rollback() implements Reply {}

  /** The function has returned a value as UTF-8 JSON, or an answer of its own. */
  record Returned(CallResult output) implements Reply {}

  /** The function has returned a stream. */
  record Streaming() implements Reply {}

  /** An element of the stream; null at its end. */
  record Element(CallResult.@Nullable Element item) implements Reply {}

  /** The function, or its stream, has failed. */
  record Failed(Failure failure) implements Reply {}
}
