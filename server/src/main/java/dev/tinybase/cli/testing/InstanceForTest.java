package dev.tinybase.cli.testing;

import dev.tinybase.sdk.testing.TestInstance;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods their {@link TestInstance}. JUnit finds it as a service and makes it itself,
 * so what it needs stands in the session's store.
 */
public final class InstanceForTest
    implements ParameterResolver, BeforeAllCallback, AfterAllCallback {
  /** Under which the {@link Maker} stands in the session's store. */
  static final String KEY = "instances";

  private static final Namespace NAMESPACE = Namespace.create(InstanceForTest.class);

  /** Makes an instance for a test class. */
  @FunctionalInterface
  interface Maker extends Function<Class<?>, TestInstance> {}

  /** Libraries of tests look for their services with the thread's loader. */
  @Override
  public void beforeAll(ExtensionContext context) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    context.getStore(NAMESPACE).put(ClassLoader.class, (Runnable) () -> loader(before));
    thread.setContextClassLoader(context.getRequiredTestClass().getClassLoader());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    var restore = context.getStore(NAMESPACE).remove(ClassLoader.class, Runnable.class);
    if (restore != null) {
      restore.run();
    }
  }

  private static void loader(ClassLoader loader) {
    Thread.currentThread().setContextClassLoader(loader);
  }

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestInstance.class;
  }

  /** One for each test method; the store closes it at the method's end. */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(context.getUniqueId(), _ -> make(context), TestInstance.class);
  }

  private static TestInstance make(ExtensionContext context) {
    var maker = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE).get(KEY, Maker.class);
    return Objects.requireNonNull(maker).apply(context.getRequiredTestClass());
  }
}
