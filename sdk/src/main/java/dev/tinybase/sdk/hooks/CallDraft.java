package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.User;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call of a function that is about to begin; see {@link BeforeFunctionCall}. */
public interface CallDraft {
  /** The function's name. */
  String functionName();

  /**
   * What the caller sends: text, numbers, booleans, lists, maps and null. Of a function that takes
   * a {@link dev.tinybase.sdk.Request} it is the body where that is JSON, and null where it is not.
   */
  @Nullable Object payload();

  /** Gives the function another payload: anything that JSON can hold. */
  void payload(@Nullable Object value);

  /** Who calls; empty for callers without an account. */
  Optional<User> user();
}
