package dev.tinybase.functions.worker.wire;

import static java.util.Objects.requireNonNull;

import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.JobOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a worker says to the server. What is sealed within is checked here: the reader takes an
 * array of nothing but a type for null.
 */
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

  /** The process is about to end, because something in it has called {@code System.exit}. */
  record Exiting() implements Notice {}

  /** The worker's memory stays full: it should be replaced when there is time. */
  record Tired() implements Notice {}

  /** A line of a call's log; has no answer. */
  record Log(long call, LogLine line) implements Request {}

  /** Records are wanted or changed. */
  record Records(long call, RecordRequest request) implements Request {
    public Records {
      requireNonNull(request, "request");
    }
  }

  /** Another function is called. */
  record Call(long call, String function, JsonNode payload, boolean asAdmin) implements Request {}

  /** A job of another function is wanted. */
  record Enqueue(long call, String function, JsonNode payload, JobOptions options, boolean asAdmin)
      implements Request {}

  /** A user is wanted, by id or e-mail address. */
  record FindUser(long call, String idOrEmail, boolean asAdmin) implements Request {}

  /** A secret is wanted. */
  record Secret(long call, String name) implements Request {}

  /** A setting of the function's extension is wanted. */
  record Setting(long call, String name) implements Request {}

  /** A transaction is wanted. */
  record Begin(long call) implements Request {}

  /** The transaction's work is done. */
  record Commit() implements Reply {}

  /** The transaction's work has failed. */
  record Rollback() implements Reply {}

  /** An input has been read, with what is wrong with it. */
  record Checked(List<FieldError> errors) implements Reply {}

  /** It has returned a value as UTF-8 JSON or an answer of its own, or a hook has decided. */
  record Returned(CallResult result) implements Reply {
    public Returned {
      switch (result) {
        case CallResult.Value _, CallResult.Http _, CallResult.Decided _ -> {}
        case CallResult.Stream _, CallResult.Streamed _, CallResult.Failed _ ->
            throw new IllegalArgumentException("no worker can return " + result);
      }
    }
  }

  /** The function has returned a stream. */
  record Streaming() implements Reply {}

  /** An element of the stream; null at its end. */
  record Element(CallResult.@Nullable Element item) implements Reply {}

  /** The function, or its stream, has failed. */
  record Failed(CallFailure failure) implements Reply {
    public Failed {
      if (failure.details() != null) {
        var _ = Json.trusted(failure.details());
      }
    }
  }
}
