package dev.tinybase.functions.invoke;

import java.lang.reflect.InaccessibleObjectException;
import java.util.List;
import java.util.Map;

/**
 * The JVM's shutdown hooks that hold a file, such as those of a logging library. The JDK has no
 * list of them for others; it shows its own where the program is started with {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}, as the launcher and the jar's manifest do.
 */
final class ShutdownHooks {
  private static final System.Logger LOG = System.getLogger(ShutdownHooks.class.getName());

  private ShutdownHooks() {}

  /** Hooks that hold this loader. */
  static List<Thread> of(ClassLoader loader) {
    try {
      var type = Class.forName("java.lang.ApplicationShutdownHooks");
      var field = type.getDeclaredField("hooks");
      field.setAccessible(true);
      synchronized (type) {
        // none once the JVM has begun to end
        return field.get(null) instanceof Map<?, ?> hooks
            ? hooks.keySet().stream()
                .filter(Thread.class::isInstance)
                .map(Thread.class::cast)
                .filter(hook ->
                    loader.equals(hook.getContextClassLoader())
                        || loader.equals(hook.getClass().getClassLoader()))
                .toList()
            : List.of();
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      LOG.log(System.Logger.Level.DEBUG, "shutdown hooks cannot be listed", e);
      return List.of();
    }
  }
}
