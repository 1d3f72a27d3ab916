package dev.tinybase.hooks;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs a handler, wherever its code lives, within its time limit. */
@FunctionalInterface
public interface HookAction {
  /**
   * Runs it once. It counts the run in the handler's figures and logs what fails.
   *
   * @param event what has happened or is about to, in the form of its kind; the handler may keep
   *     it, so nobody changes it afterwards
   * @return what it decided, in the form of its kind; null for nothing
   * @throws dev.tinybase.errors.Problem 400 to 499 where it refuses; 500 {@code hook_failed} where
   *     it failed or took too long, which tells nothing of why; 409 {@code hook_loop} where hooks
   *     cause each other without end
   * @throws HookError instead of {@code hook_failed} where a handler that runs after the commit
   *     failed or took too long
   * @throws TransactionRequired where the handler of a record's change wants to write and this
   *     thread is in no transaction; nothing that it wrote has been done
   */
  @Nullable JsonNode run(HookCause cause, ObjectNode event);

  /** Whether it has required a transaction before, so that it is to be run in one at once. */
  default boolean needsTransaction() {
    return false;
  }

  /**
   * Does a work that is a transaction, with a place kept in which handlers run: all that run in it
   * on this thread share it, and none waits for one while others wait for the transaction.
   *
   * @throws dev.tinybase.errors.Problem 503 where there is no place for some seconds; the work has
   *     not begun
   */
  default <T extends @Nullable Object> T withPlace(Supplier<T> work) {
    return work.get();
  }
}
