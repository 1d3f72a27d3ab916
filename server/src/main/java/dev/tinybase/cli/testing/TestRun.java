package dev.tinybase.cli.testing;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes with JUnit. */
final class TestRun {
  private static final String EXTENSIONS = "junit.jupiter.extensions.autodetection.";

  private TestRun() {}

  /** Runs the tests of the classes, which are told to the listener. */
  static void run(
      List<Class<?>> classes, InstanceForTest.Maker instances, TestExecutionListener listener) {
    InstanceForTest.Maker maker = instances::apply; // the store would close what can be closed
    try (var session = LauncherFactory.openSession(config())) {
      session.getStore().put(Namespace.create(InstanceForTest.class), InstanceForTest.KEY, maker);
      var request =
          LauncherDiscoveryRequestBuilder.discoveryRequest()
              .enableImplicitConfigurationParameters(false)
              .configurationParameter(EXTENSIONS + "enabled", "true")
              .configurationParameter(EXTENSIONS + "include", InstanceForTest.class.getName())
              .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
              .forExecution()
              .listeners(listener)
              .build();
      withOwnLoader(() -> session.getLauncher().execute(request));
    }
  }

  /** Whether a class, or one inside it, has tests. */
  static boolean hasTests(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods()).anyMatch(TestRun::isTest)
        || Arrays.stream(type.getDeclaredClasses()).anyMatch(TestRun::hasTests);
  }

  private static boolean isTest(Method method) {
    return AnnotationSupport.isAnnotated(method, Testable.class);
  }

  /** Nothing of the user's but what we name takes part. */
  private static LauncherConfig config() {
    return LauncherConfig.builder()
        .enableTestEngineAutoRegistration(false)
        .enableLauncherSessionListenerAutoRegistration(false)
        .enableLauncherDiscoveryListenerAutoRegistration(false)
        .enablePostDiscoveryFilterAutoRegistration(false)
        .enableTestExecutionListenerAutoRegistration(false)
        .addTestEngines(new JupiterTestEngine())
        .build();
  }

  /** JUnit looks for its extensions with the thread's loader. */
  private static void withOwnLoader(Runnable work) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(TestRun.class.getClassLoader());
    try {
      work.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
