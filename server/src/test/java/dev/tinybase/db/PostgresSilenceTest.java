package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TcpProxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node hears of others when its connections say nothing any more. */
class PostgresSilenceTest {
  private final String url = Engine.POSTGRES.migratedUrl();
  private final TcpProxy proxy =
      new TcpProxy(Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1")));
  private final Database one = Engine.open(url);
  private final Database other =
      Engine.open(url.replaceAll("localhost:\\d+", "localhost:" + proxy.port()));
  private final Semaphore heard = new Semaphore(0);

  @AfterEach
  void close() {
    one.close();
    proxy.close();
    other.close();
  }

  @Test
  void a_change_is_heard_of_in_time_when_the_connections_are_half_open() throws Exception {
    listen();
    for (int round = 0; round < 2; round++) {
      proxy.swallow();
      announce();
      assertHeard();
    }
    assertThat(other.status().current()).isTrue();
  }

  @Test
  void a_change_during_an_outage_is_heard_of_in_time_after_it() throws Exception {
    listen();
    proxy.swallowNew(true);
    proxy.swallow();
    announce();
    Eventually.until("it is known to be deaf", () -> !other.status().current());
    proxy.swallowNew(false);
    assertHeard();
    Eventually.until("it hears again", () -> other.status().current());
  }

  @Test
  void a_change_is_taken_over_in_time_while_the_pool_is_full() throws Exception {
    var read = new Semaphore(0);
    other.onForeignChange(
        Topic.COLLECTIONS,
        () -> {
          other.read(sql -> sql.number("select count(*) from _collections"));
          read.release();
        });
    var end = new CountDownLatch(1);
    int size = other.status().readersTotal();
    for (int i = 0; i < size; i++) {
      Thread.startVirtualThread(() -> other.read(sql -> await(end)));
    }
    Eventually.until("all are in use", () -> other.status().readersBusy() == size);
    announce(Topic.COLLECTIONS);
    Eventually.until("it is taken over", read::tryAcquire);
    end.countDown();
  }

  @Test
  void reads_go_on_with_other_connections_when_theirs_fall_silent() throws Exception {
    var settings =
        new Settings.Database(
            url.replaceAll("localhost:\\d+", "localhost:" + proxy.port()), "full", 0, 10, 1, 1);
    try (var database = Databases.open(settings)) {
      var begun = new CountDownLatch(1);
      var silent = new CountDownLatch(1);
      var read =
          CompletableFuture.supplyAsync(
              () ->
                  database.<Long>read(sql -> {
                    begun.countDown();
                    await(silent);
                    return sql.number("select 42");
                  }),
              Thread::startVirtualThread);
      begun.await();
      proxy.swallow();
      silent.countDown();
      assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(42);
    }
  }

  /** Also what comes before the first look is heard of. */
  private void listen() throws InterruptedException {
    announce();
    other.onForeignChange(Topic.ACCOUNTS, heard::release);
    assertHeard();
  }

  private void assertHeard() throws InterruptedException {
    Eventually.until("it is heard of", heard::tryAcquire);
  }

  private void announce() {
    announce(Topic.ACCOUNTS);
  }

  private void announce(Topic topic) {
    one.write(sql -> {
      sql.announce(topic);
      return true;
    });
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
