package dev.tinybase.functions.invoke;

import dev.tinybase.compile.UnitClassLoader;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Makes the threads of the JDK's common pool, which all functions share, such as those of {@code
 * CompletableFuture.supplyAsync}. What libraries look for there is not what the server brings along
 * for itself.
 */
public final class CommonPoolThreads implements ForkJoinPool.ForkJoinWorkerThreadFactory {
  /** Makes it so, unless the pool is in use already, or somebody wants it otherwise. */
  public static void install() {
    var property = "java.util.concurrent.ForkJoinPool.common.threadFactory";
    if (System.getProperty(property) == null) {
      System.setProperty(property, CommonPoolThreads.class.getName());
    }
  }

  @Override
  public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
    var thread = new ForkJoinWorkerThread(null, pool, false) {};
    thread.setContextClassLoader(UnitClassLoader.sdk());
    return thread;
  }
}
