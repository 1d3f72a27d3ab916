package dev.tinybase.functions.host;

import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.JobOptions;
import dev.tinybase.sdk.User;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a running call may ask of the server. It acts with the rights of the call's user, or with an
 * admin's where a request says so, and is dead once the call has ended. All methods throw {@link
 * dev.tinybase.sdk.FunctionException} for what the server refuses.
 */
public interface Host {
  /** Reads or changes records; the answer is what the HTTP API would answer with. */
  @Nullable JsonNode records(RecordRequest request);

  /** The user with this id or e-mail address; null where there is none. For admins. */
  @Nullable User user(String idOrEmail, boolean asAdmin);

  /** Runs the work in a transaction that the other requests of this thread take part in. */
  <T extends @Nullable Object, E extends Exception> T transaction(Context.Work<T, E> work) throws E;

  /** Calls another function within this call and returns its result. */
  JsonNode call(String function, JsonNode payload, boolean asAdmin);

  /**
   * Makes a job of another function; within a transaction of this thread the job is part of it.
   *
   * @param asAdmin whether the job has an admin's rights in place of those of the call's user
   * @return the id of the job, or of the one that waits with the same unique key
   */
  String enqueue(String function, JsonNode payload, JobOptions options, boolean asAdmin);

  /** A secret's value. */
  String secret(String name);

  /** A setting of the extension that the call's function belongs to; null where it has no value. */
  @Nullable JsonNode setting(String name);

  /** Keeps a line of the call's log. */
  void log(LogLine line);
}
