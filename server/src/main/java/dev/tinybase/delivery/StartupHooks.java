package dev.tinybase.delivery;

import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the handlers that are to run when this node is ready, and later ones when their file is
 * loaded, or loaded anew: each of them once, on a thread of its own. One that fails is logged by
 * its action, and not tried again.
 */
final class StartupHooks {
  private final HookRegistry registry;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private Map<String, HookAction> begun = Map.of(); // these are guarded by this
  private boolean open;

  StartupHooks(HookRegistry registry) {
    this.registry = registry;
    registry.onChange(this::run);
  }

  /** Runs those that there are, and from now on those that come. */
  void start() {
    synchronized (this) {
      open = true;
    }
    run();
  }

  @SuppressWarnings("ReferenceEquality") // a file loaded anew has another action
  private synchronized void run() {
    if (!open) {
      return;
    }
    var now = new HashMap<String, HookAction>();
    for (var handler : registry.of(HookKind.ON_STARTUP, "")) {
      now.put(handler.name(), handler.action());
      if (handler.action() != begun.get(handler.name())) {
        run(handler);
      }
    }
    begun = now;
  }

  private void run(HookHandler handler) {
    var thread =
        Thread.ofVirtual()
            .name("hook-" + handler.name())
            .unstarted(() -> {
              try {
                handler.action().run(HookCause.NOBODY, Json.object());
              } catch (RuntimeException _) {
                // the action has logged it
              } finally {
                threads.remove(Thread.currentThread());
              }
            });
    threads.add(thread);
    thread.start();
  }

  boolean isIdle() {
    return threads.isEmpty();
  }

  /** Runs no more, and interrupts what runs. */
  void close() {
    synchronized (this) {
      open = false;
    }
    threads.forEach(Thread::interrupt);
  }
}
