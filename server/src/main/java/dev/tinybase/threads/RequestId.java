package dev.tinybase.threads;

import org.jspecify.annotations.Nullable;

/** Which request a thread works for: its id ties the answer, the log and the error together. */
public final class RequestId {
  private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

  private RequestId() {}

  /** That of the work of this thread; null where it works for none. */
  public static @Nullable String current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /** Does a work of a thread that serves many for a request, or for none where that is null. */
  public static void run(@Nullable String id, Runnable work) {
    if (id == null) {
      work.run();
    } else {
      with(id).run(work);
    }
  }

  /** Makes a work one for this request. */
  public static ScopedValue.Carrier with(String id) {
    return ScopedValue.where(CURRENT, id);
  }
}
