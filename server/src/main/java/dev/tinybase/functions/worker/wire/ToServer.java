package dev.tinybase.functions.worker.wire;

import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.Output;
import dev.tinybase.functions.host.RecordRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a worker says to the server. Requests name the call that they belong to. */
public sealed interface ToServer {
  /** The first frame: the token that the worker was started with. */
  record Hello(String token) implements ToServer {}

  /** A line of a call's log; has no answer. */
  record Log(long call, LogLine line) implements ToServer {}

  /** Records are wanted or changed. */
  record Records(long call, RecordRequest request) implements ToServer {}

  /** Another function is called. */
  record Call(long call, String function, JsonNode payload, boolean asAdmin) implements ToServer {}

  /** A secret is wanted. */
  record Secret(long call, String name) implements ToServer {}

  /** A transaction is wanted. */
  record Begin(long call) implements ToServer {}

  /** The transaction's work is done. */
  record Commit(long call) implements ToServer {}

  /** The transaction's work has failed. */
  record Rollback(long call) implements ToServer {}

  /** The function has returned a value as UTF-8 JSON or an answer of its own. */
  record Returned(Output output) implements ToServer {}

  /** The function has returned a stream. */
  record Streaming() implements ToServer {}

  /** An element of the stream; null at its end. */
  record Element(Output.@Nullable Item item) implements ToServer {}

  /** The function, or its stream, has failed. */
  record Failed(Failure failure) implements ToServer {}

  /** The process is about to end, because something in it has called {@code System.exit}. */
  record Exiting() implements ToServer {}

  /** The worker's memory stays full: it should be replaced when there is time. */
  record Tired() implements ToServer {}
}
