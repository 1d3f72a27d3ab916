package dev.tinybase.functions.invoke;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.UnitClassLoader;
import dev.tinybase.sdk.hooks.OnShutdown;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Ends what the code of a file, or of the files that all share, has begun: first as its authors
 * say, then what is left and can be ended from outside. Nothing of it runs any more, so whatever
 * still refers to its classes would only keep them, a connection or a thread.
 *
 * @param objects whose methods are functions
 * @param initialized classes whose fields may be looked at
 */
record UnitShutdown(
    CompileResult.Unit unit,
    UnitClassLoader loader,
    Collection<Object> objects,
    Set<Class<?>> initialized)
    implements Runnable {
  private static final System.Logger LOG = System.getLogger("dev.tinybase.functions");

  @Override
  public void run() {
    var classes = loaded(loader, unit.classes());
    classes.forEach(this::callMethods);
    objects.forEach(this::close);
    initialized.forEach(this::closeFields);
    if (loader.usesDrivers()) {
      classes.stream().findFirst().ifPresent(DriverAccess::deregister);
    }
    ShutdownHooks.of(loader).forEach(this::runHook);
    MBeanServerFactory.findMBeanServer(null).forEach(this::unregisterBeans);
    loader.threads().forEach(this::end);
  }

  private void callMethods(Class<?> type) {
    for (var method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(OnShutdown.class) && method.getParameterCount() == 0) {
        method.setAccessible(true);
        targets(type, method.getModifiers()).forEach(target -> call(method, target));
      }
    }
  }

  /** The objects of the class; one null for what is static. */
  private Stream<@Nullable Object> targets(Class<?> type, int modifiers) {
    return Modifier.isStatic(modifiers)
        ? Stream.of((@Nullable Object) null)
        : objects.stream().filter(type::isInstance).map(object -> object);
  }

  private void call(Method method, @Nullable Object target) {
    try {
      method.invoke(target);
    } catch (InvocationTargetException e) {
      failed("Its method " + method.getName() + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("classes of functions are open to us", e);
    }
  }

  private void closeFields(Class<?> type) {
    for (var field : type.getDeclaredFields()) {
      if (!field.getType().isPrimitive()) {
        field.setAccessible(true);
        targets(type, field.getModifiers()).forEach(target -> closeValue(field, target));
      }
    }
  }

  private void closeValue(Field field, @Nullable Object target) {
    try {
      switch (field.get(target)) {
        case ExecutorService executor -> executor.shutdownNow();
        case Timer timer -> timer.cancel();
        case AutoCloseable own when own.getClass().getClassLoader() == loader -> close(own);
        case null, default -> {}
      }
    } catch (IllegalAccessException | RuntimeException | LinkageError e) {
      failed("Its field " + field.getName() + " cannot be closed", e);
    }
  }

  private void close(Object object) {
    if (object instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        failed("An object of " + object.getClass().getName() + " did not close", e);
      }
    }
  }

  /** Does now what was to be done at the end of the program. */
  private void runHook(Thread hook) {
    if (unit.shared() != null && hook.getClass().getClassLoader() != loader) {
      hook.setContextClassLoader(loader.getParent()); // it may be that of what all files share
    } else if (Runtime.getRuntime().removeShutdownHook(hook)) {
      hook.start();
    }
  }

  private void unregisterBeans(MBeanServer server) {
    for (ObjectName name : server.queryNames(null, null)) {
      try {
        if (server.getClassLoaderFor(name) == loader) {
          server.unregisterMBean(name);
        }
      } catch (JMException e) {
        LOG.log(DEBUG, () -> name + " stays registered", e);
      }
    }
  }

  /**
   * A thread inherits the loader of whoever started it: one that only works for what all files
   * share goes on, and lets go of this file.
   */
  private void end(Thread thread) {
    if (unit.shared() == null || runsOwnCode(thread)) {
      thread.interrupt();
    } else {
      thread.setContextClassLoader(loader.getParent());
    }
  }

  private boolean runsOwnCode(Thread thread) {
    return thread.getClass().getClassLoader() == loader
        || Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> unit.classes().contains(frame.getClassName()));
  }

  private void failed(String what, @Nullable Throwable reason) {
    LOG.log(WARNING, "The old version of " + unit.name() + " has ended. " + what, reason);
  }

  /** Those of the classes that were loaded. */
  static Set<Class<?>> loaded(UnitClassLoader loader, List<String> names) {
    return Set.copyOf(names.stream().flatMap(name -> loader.loaded(name).stream()).toList());
  }
}
