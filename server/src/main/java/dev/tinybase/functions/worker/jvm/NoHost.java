package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.sdk.Context;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The server while there is no call: nothing can be asked, nobody reads the log. */
final class NoHost implements Host {
  @Override
  public @Nullable JsonNode records(RecordRequest request) {
    throw nobody();
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(Context.Work<T, E> work) {
    throw nobody();
  }

  @Override
  public JsonNode call(String function, JsonNode payload, boolean asAdmin) {
    throw nobody();
  }

  @Override
  public String secret(String name) {
    throw nobody();
  }

  @Override
  public void log(LogLine line) {}

  private static IllegalStateException nobody() {
    return new IllegalStateException("there is no call");
  }
}
