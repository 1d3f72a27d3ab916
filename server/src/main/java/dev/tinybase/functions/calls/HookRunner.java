package dev.tinybase.functions.calls;

import dev.tinybase.config.Settings;
import dev.tinybase.functions.executor.CallExecutor;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.hooks.HookFigures;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.HookRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Makes handlers of the hooks that are loaded, and runs them. {@link HookRegistry} has them as soon
 * as the functions of their files can be called. One whose file stays as it is stays the same; its
 * figures go on also when the file is loaded anew.
 */
public final class HookRunner {
  private record Key(FunctionFile.Entry entry, HookDeclaration declaration) {}

  final CallService calls;
  final CallExecutor executor;
  private final Registry registry;
  private final HookRegistry hooks;
  private final Duration before;
  private final Duration after;
  private final Semaphore places; // of handlers that run after the commit
  private Map<Key, HookHandler> known = Map.of(); // guarded by this

  /** There are no handlers before {@link #follow}. */
  public HookRunner(
      Settings.Hooks settings,
      CallService calls,
      CallExecutor executor,
      Registry registry,
      HookRegistry hooks) {
    this.calls = calls;
    this.executor = executor;
    this.registry = registry;
    this.hooks = hooks;
    before = Duration.ofMillis(settings.beforeTimeoutMs());
    after = Duration.ofSeconds(settings.timeoutSeconds());
    places = new Semaphore(Math.max(1, executor.places() / 2), true);
  }

  /** Makes the handlers of what is loaded now. */
  public synchronized void follow() {
    var figures = new HashMap<String, HookFigures>();
    known.values().forEach(it -> figures.put(it.name(), it.figures()));
    var functions = registry.handlers();
    var now = new LinkedHashMap<Key, HookHandler>();
    for (var hook : registry.hooks()) {
      var function = functions.get(hook.handler());
      if (function != null) {
        var key = new Key(function.entry(), hook.declaration());
        var same = known.get(key);
        now.put(
            key,
            same != null
                ? same
                : handler(
                    function,
                    hook.declaration(),
                    figures.computeIfAbsent(function.name(), _ -> new HookFigures())));
      }
    }
    known = now;
    hooks.replace(List.copyOf(now.values()));
  }

  private HookHandler handler(Function function, HookDeclaration declaration, HookFigures figures) {
    var limit = declaration.kind().isBefore() ? before : after;
    return new HookHandler(
        declaration,
        function.name(),
        function.path(),
        function.extension(),
        new LoadedHook(this, function, declaration.kind(), limit, figures),
        figures);
  }

  /**
   * Waits for the turn of a handler that runs after the commit, and gives it to the call until that
   * is closed. They take half of the executor's places, so that those find one who have somebody
   * waiting for them. Those before it end in their time, and each handler has only so many at once.
   */
  void holdPlace(Call call) {
    try {
      places.acquire();
    } catch (InterruptedException _) {
      throw CallLimits.stopping();
    }
    call.hold(places::release);
  }

  /** The handler that has this name now, where it is still there and waits for the same. */
  Optional<HookHandler> successor(String name, HookKind kind) {
    return hooks.list().stream()
        .filter(it -> it.kind() == kind && it.name().equals(name))
        .findFirst();
  }
}
