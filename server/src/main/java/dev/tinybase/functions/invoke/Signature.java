package dev.tinybase.functions.invoke;

import dev.tinybase.sdk.Auth;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a function says of itself, from its annotation and its method.
 *
 * @param timeout null for the instance's default
 * @param concurrency calls at once; 0 for no limit of its own
 * @param methods HTTP methods in upper case
 */
public record Signature(
    String name,
    @Nullable String description,
    Auth auth,
    List<String> tags,
    @Nullable Duration timeout,
    int concurrency,
    Set<String> methods,
    Takes takes,
    Returns returns) {
  /** What its method takes beside the context. */
  public enum Takes {
    NOTHING,
    INPUT,
    REQUEST
  }

  /** What its method returns. */
  public enum Returns {
    NOTHING,
    VALUE,
    RESPONSE,
    STREAM
  }
}
