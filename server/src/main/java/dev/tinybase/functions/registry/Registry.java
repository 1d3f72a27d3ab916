package dev.tinybase.functions.registry;

import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The functions as they are now, of all owners: the functions' folder with the deployed versions,
 * and each extension. What is read is never changed, only replaced.
 */
public final class Registry {
  /**
   * A function that can be called.
   *
   * @param entry how to run it
   * @param path of its file as people know it
   * @param hash SHA-256 of its file's text in hex, which is its version
   * @param versionId the deployed version; null for a file of the folder or of an extension
   * @param extension the name of the extension that it belongs to; null for none
   * @param uses who uses its file, together with the file's other functions
   */
  public record Function(
      FunctionFile.Entry entry,
      String path,
      String hash,
      @Nullable UUID versionId,
      @Nullable String extension,
      Instant loadedAt,
      ReferenceCount uses) {
    /** A function whose file nobody will replace. */
    public Function(
        FunctionFile.Entry entry,
        String path,
        String hash,
        @Nullable UUID versionId,
        Instant loadedAt) {
      this(entry, path, hash, versionId, null, loadedAt, new ReferenceCount(() -> {}));
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

  private final List<Runnable> sources = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Declarations> owners = new LinkedHashMap<>(); // guarded by this
  private volatile MergedDeclarations merged = MergedDeclarations.NONE;
  private volatile Declarations now = merged.all();

  /** The function of this name. */
  public Optional<Function> find(String name) {
    return Optional.ofNullable(now.functions().get(name));
  }

  /**
   * The function of this name, kept open for a call until {@link Function#release}, which must
   * follow. Before it is none, what other nodes have deployed a moment ago is loaded.
   */
  public Optional<Function> acquire(String name) {
    var known = acquire(() -> now.functions().get(name));
    if (known.isPresent() || now.unavailable().containsKey(name)) {
      return known;
    }
    sources.forEach(Runnable::run);
    return acquire(() -> now.functions().get(name));
  }

  /** The method behind a hook or a route, {@code file.method}, kept open in the same way. */
  public Optional<Function> acquireHandler(String name) {
    return acquire(() -> now.handlers().get(name));
  }

  private static Optional<Function> acquire(Supplier<@Nullable Function> find) {
    var function = find.get();
    while (function != null && !function.acquire()) {
      function = find.get(); // replaced a moment ago
    }
    return Optional.ofNullable(function);
  }

  /** All of them, by name. */
  public List<Function> list() {
    return List.copyOf(new TreeMap<>(now.functions()).values());
  }

  /** The methods behind hooks and routes, by their names. */
  public Map<String, Function> handlers() {
    return now.handlers();
  }

  /** When handlers run. */
  public List<Declarations.Hook> hooks() {
    return now.hooks();
  }

  /** The ways to handlers for clients; the same list until something is replaced. */
  public List<Declarations.Route> routes() {
    return now.routes();
  }

  /**
   * Why the function or handler of this name, which there should be, cannot be called; empty for
   * others.
   */
  public Optional<String> unavailable(String name) {
    return Optional.ofNullable(now.unavailable().get(name));
  }

  /** Whether an owner is turned off, so that its schedules wait. */
  public synchronized boolean isPaused(String owner) {
    var all = owners.get(owner);
    return all != null && all.isPaused();
  }

  /**
   * Whether nothing is missing because it could not be loaded since the start, or not yet. The
   * folder is loaded last.
   */
  public boolean isComplete() {
    return now.isComplete();
  }

  /** Whether nothing of this owner is missing for that; one that is not there has nothing. */
  public synchronized boolean isComplete(String owner) {
    var all = owners.get(owner);
    return owners.containsKey(Declarations.FOLDER) && (all == null || all.isComplete());
  }

  /**
   * The names that this owner cannot have, since others had them first.
   *
   * @return by the name, who has it: the path of a file, or {@code the extension 'audit-trail'}
   */
  public Map<String, String> heldByOthers(String owner) {
    return merged.heldByOthers(owner);
  }

  /** Replaces everything that an owner declares, at once. */
  public void replace(String owner, Declarations all) {
    synchronized (this) {
      owners.put(owner, all);
      merge();
    }
    listeners.forEach(Runnable::run);
  }

  /** Forgets an owner and everything that it declares. */
  public void remove(String owner) {
    synchronized (this) {
      owners.remove(owner);
      merge();
    }
    listeners.forEach(Runnable::run);
  }

  /**
   * Forgets everything, because the server stops. The listeners hear nothing of it: what they keep
   * of the functions, such as schedules, stays for the next start.
   */
  public synchronized void close() {
    owners.clear();
    merge();
  }

  private void merge() {
    merged = MergedDeclarations.of(owners, merged);
    now = merged.all();
  }

  /**
   * Asks a source of functions before a name is unknown: it declares what it has not taken over
   * yet, and does next to nothing where there is no such thing.
   */
  public void addSource(Runnable catchUp) {
    sources.add(catchUp);
  }

  /** Calls the listener after each replacement, on the thread that replaces. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
