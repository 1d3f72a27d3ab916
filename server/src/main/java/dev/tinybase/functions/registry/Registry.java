package dev.tinybase.functions.registry;

import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The functions as they are now: a map that is never changed, only replaced. */
public final class Registry {
  /**
   * A function that can be called.
   *
   * @param entry how to run it
   * @param path of its file as people know it
   * @param hash SHA-256 of its file's text in hex, which is its version
   * @param versionId the deployed version; null for a file of the folder
   * @param uses who uses its file, together with the file's other functions
   */
  public record Function(
      FunctionFile.Entry entry,
      String path,
      String hash,
      @Nullable UUID versionId,
      Instant loadedAt,
      ReferenceCount uses) {
    /** A function whose file nobody will replace. */
    public Function(
        FunctionFile.Entry entry,
        String path,
        String hash,
        @Nullable UUID versionId,
        Instant loadedAt) {
      this(entry, path, hash, versionId, loadedAt, new ReferenceCount(() -> {}));
    }

    public Signature signature() {
      return entry.signature();
    }

    public String name() {
      return entry.signature().name();
    }

    /**
     * Keeps the file open until {@link #release}, which must follow; false when it is closed
     * already because another has taken its place.
     */
    public boolean acquire() {
      return uses.acquire();
    }

    /** Ends what one {@link #acquire} began. */
    public void release() {
      uses.release();
    }

    /**
     * Counts who uses a loaded file, so that it is closed after the last call that runs in it and
     * not before: a class that is needed for the first time must still be found. The registry
     * itself is one of those who use it, from the beginning.
     */
    public static final class ReferenceCount {
      private final AtomicInteger count = new AtomicInteger(1);
      private final AtomicBoolean retired = new AtomicBoolean();
      private final AtomicBoolean closed = new AtomicBoolean();
      private final Runnable close;

      /** What to do at the end. */
      public ReferenceCount(Runnable close) {
        this.close = close;
      }

      private boolean acquire() {
        int now = count.get();
        while (now > 0) {
          if (count.compareAndSet(now, now + 1)) {
            return true;
          }
          now = count.get();
        }
        return false;
      }

      private void release() {
        if (count.decrementAndGet() == 0) {
          close();
        }
      }

      /** The registry uses the file no more; calls that run go on. */
      public void retire() {
        if (retired.compareAndSet(false, true)) {
          release();
        }
      }

      /** Whether the file is closed. */
      public boolean isClosed() {
        return closed.get();
      }

      /** Closes the file now, whoever uses it. */
      public void close() {
        if (closed.compareAndSet(false, true)) {
          close.run();
        }
      }
    }
  }

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, Function> functions = Map.of();
  private volatile boolean complete = true;

  /** The function of this name. */
  public Optional<Function> find(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  /**
   * The function of this name, kept open for a call until {@link Function#release}, which must
   * follow.
   */
  public Optional<Function> acquire(String name) {
    var function = functions.get(name);
    while (function != null && !function.acquire()) {
      function = functions.get(name); // replaced a moment ago
    }
    return Optional.ofNullable(function);
  }

  /** All of them, by name. */
  public List<Function> list() {
    return List.copyOf(new TreeMap<>(functions).values());
  }

  /** Whether no file's functions are missing because it could not be loaded since the start. */
  public boolean isComplete() {
    return complete;
  }

  /** Replaces all of them at once. */
  public void replace(Map<String, Function> all) {
    replace(all, true);
  }

  /** The same, where functions of some files may be missing. */
  public void replace(Map<String, Function> all, boolean isComplete) {
    functions = Map.copyOf(all);
    complete = isComplete;
    listeners.forEach(Runnable::run);
  }

  /**
   * Forgets all of them, because the server stops. The listeners hear nothing of it: what they keep
   * of the functions, such as schedules, stays for the next start.
   */
  public void close() {
    functions = Map.of();
  }

  /** Calls the listener after each replacement, on the thread that replaces. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
