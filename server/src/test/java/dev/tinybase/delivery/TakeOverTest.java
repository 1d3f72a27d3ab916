package dev.tinybase.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.changes.ChangeLog;
import dev.tinybase.db.Database;
import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is loaded while the thread that tells handlers is about to take it over as well. */
class TakeOverTest {
  private static final String LOADER = "loader";

  private final CountDownLatch registering = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger told = new AtomicInteger();
  private final HookAction listen =
      (_, _) -> {
        told.incrementAndGet();
        return null;
      };
  private volatile boolean armed;

  @Test
  void a_handler_is_loaded_when_its_changes_are_kept_whoever_has_seen_to_it() throws Exception {
    var retention = new ChangeLog.Retention(Duration.ofDays(1), 1_000);
    var database = held(Engine.open(Engine.SQLITE.migratedUrl()));
    try (var world = new DeliveryWorld(database, "one", 100, retention)) {
      world.collection("posts");
      world.start();
      armed = true;
      var loader =
          Thread.ofPlatform()
              .name(LOADER)
              .start(() -> world.on(HookKind.ON_RECORD_CREATE, "blog.seen", "posts", listen));
      Eventually.until(
          "the other thread is at it",
          () -> {
            world.delivery.wake();
            return registering.getCount() == 0;
          });
      Eventually.until(
          "the loader waits", () -> loader.getState() == Thread.State.BLOCKED || !loader.isAlive());
      boolean early = !loader.isAlive();
      goOn.countDown();
      loader.join();
      assertThat(early).as("it was loaded before its changes were kept").isFalse();
      world.create("posts", 1);
      world.settle();
      assertThat(told).hasValue(1);
    }
  }

  /** The loader goes on when the other thread is about to write, and that one when it may. */
  private Database held(Database database) {
    return (Database)
        Proxy.newProxyInstance(
            Database.class.getClassLoader(),
            new Class<?>[] {Database.class},
            (_, method, arguments) -> {
              var thread = Thread.currentThread().getName();
              if (armed && method.getName().equals("inTransaction") && thread.equals(LOADER)) {
                registering.await();
              } else if (armed && method.getName().equals("write") && !thread.equals(LOADER)) {
                registering.countDown();
                goOn.await();
              }
              try {
                return method.invoke(database, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
