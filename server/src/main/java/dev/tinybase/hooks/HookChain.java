package dev.tinybase.hooks;

import dev.tinybase.errors.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The handlers that something is a consequence of, the first one first: each did what made the next
 * one run. It is what stops hooks that cause themselves.
 */
public record HookChain(List<String> handlers) {
  /** Of what no handler caused. */
  public static final HookChain NONE = new HookChain(List.of());

  /** How many handlers may cause one another. */
  public static final int DEEPEST = 8;

  /** The code of the problem of one more. */
  public static final String LOOP = "hook_loop";

  private static final ScopedValue<HookChain> CURRENT = ScopedValue.newInstance();
  private static final String ARROW = " > ";

  public HookChain {
    handlers = List.copyOf(handlers);
  }

  /** That of the work of this thread. */
  public static HookChain current() {
    return CURRENT.orElse(NONE);
  }

  /** What {@link #text} gave. */
  public static HookChain parse(@Nullable String text) {
    return text == null || text.isEmpty() ? NONE : new HookChain(List.of(text.split(ARROW, -1)));
  }

  /** Whether no handler is in it. */
  public boolean isEmpty() {
    return handlers.isEmpty();
  }

  /**
   * One handler more.
   *
   * @throws Problem 409 {@code hook_loop} where it would be the ninth, with all of them
   */
  public HookChain with(String handler) {
    var longer = new HookChain(Stream.concat(handlers.stream(), Stream.of(handler)).toList());
    if (handlers.size() >= DEEPEST) {
      throw Problem.conflict(
          LOOP,
          "Hooks cause each other without end, stopped at a depth of %d: %s"
              .formatted(DEEPEST, longer));
    }
    return longer;
  }

  /** Does a work as a consequence of these handlers; without any, as whatever it is already. */
  public <T extends @Nullable Object, X extends Throwable> T call(
      ScopedValue.CallableOp<? extends T, X> work) throws X {
    return isEmpty() ? work.call() : ScopedValue.where(CURRENT, this).call(work);
  }

  /** As {@link #parse} reads it; null without handlers. */
  public @Nullable String text() {
    return isEmpty() ? null : toString();
  }

  /** Their names, joined by arrows. */
  @Override
  public String toString() {
    return String.join(ARROW, handlers);
  }
}
