package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class ForeignChangeTest {
  private static final Set<String> THREADS =
      Set.of("foreign-accounts", "tinybase-announcements", "tinybase-writer");

  private final Engine engine;
  private final Database one;
  private final Database other;
  private final Semaphore calls = new Semaphore(0);

  ForeignChangeTest(Engine engine) {
    this.engine = engine;
    var url = engine.migratedUrl();
    one = Engine.open(url);
    other = Engine.open(url);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  void what_one_process_announces_reaches_every_listener_of_the_other() {
    other.onForeignChange(
        Topic.ACCOUNTS,
        () -> {
          throw new IllegalStateException("one listener's failure is not the next one's");
        });
    other.onForeignChange(Topic.ACCOUNTS, calls::release);
    awaitQuiet();
    announce(Topic.ACCOUNTS);
    Eventually.until("the change is heard of", () -> calls.availablePermits() > 0);
  }

  @Test
  void a_listener_that_fails_is_called_until_it_succeeds() {
    var attempts = new AtomicInteger();
    other.onForeignChange(
        Topic.COLLECTIONS,
        () -> {
          switch (attempts.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("meant to fail");
            case 2 -> throw new NoClassDefFoundError("meant to fail");
            default -> {}
          }
        });
    awaitQuiet();
    announce(Topic.COLLECTIONS);
    Eventually.until("it is called again", () -> attempts.get() >= 3);
  }

  @Test
  void its_threads_survive_an_interrupt() {
    other.onForeignChange(Topic.ACCOUNTS, calls::release);
    awaitQuiet();
    announce(Topic.ACCOUNTS);
    Eventually.until("the change is heard of", () -> calls.availablePermits() > 0);
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> THREADS.contains(thread.getName()))
        .forEach(Thread::interrupt);
    calls.drainPermits();
    announce(Topic.ACCOUNTS);
    Eventually.until("the next one is heard of", () -> calls.availablePermits() > 0);
    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .contains("foreign-accounts");
  }

  @Test
  void a_node_that_cannot_take_a_change_over_is_not_current() {
    var works = new java.util.concurrent.atomic.AtomicBoolean();
    other.onForeignChange(
        Topic.SECRETS,
        () -> {
          if (!works.get()) {
            throw new IllegalStateException("meant to fail");
          }
        });
    awaitQuiet();
    assertThat(other.status().current()).isTrue();
    announce(Topic.SECRETS);
    Eventually.until("it is known to be outdated", () -> !other.status().current());
    works.set(true);
    Eventually.until("it is up to date", () -> other.status().current());
  }

  @Test
  void others_hear_of_their_own_topic_only() {
    var others = new Semaphore(0);
    other.onForeignChange(Topic.ACCOUNTS, calls::release);
    other.onForeignChange(Topic.FUNCTIONS, others::release);
    awaitQuiet();
    others.drainPermits();
    announce(Topic.ACCOUNTS);
    Eventually.until("the change is heard of", () -> calls.availablePermits() > 0);
    if (engine == Engine.POSTGRES) {
      assertThat(others.availablePermits()).isZero();
    }
  }

  @Test
  void one_s_own_changes_are_not_foreign() {
    one.onForeignChange(Topic.ACCOUNTS, calls::release);
    other.onForeignChange(Topic.ACCOUNTS, () -> {});
    announce(Topic.ACCOUNTS);
    var heard = new Semaphore(0);
    other.onForeignChange(Topic.ACCOUNTS, heard::release);
    announce(Topic.ACCOUNTS);
    Eventually.until("the other one hears", () -> heard.availablePermits() > 0);
    assertThat(calls.availablePermits()).isZero();
  }

  @Test
  void many_that_announce_at_once_lose_nothing_and_block_nobody() {
    var threads =
        IntStream.range(0, 16)
            .mapToObj(number ->
                CompletableFuture.runAsync(
                    () -> {
                      for (int i = 0; i < 25; i++) {
                        (number % 2 == 0 ? one : other)
                            .write(sql -> {
                              sql.announce(Topic.FUNCTIONS);
                              sql.announce(Topic.ACCOUNTS);
                              return true;
                            });
                      }
                    },
                    Thread::startVirtualThread))
            .toList();
    threads.forEach(CompletableFuture::join);
    if (engine == Engine.POSTGRES) {
      long announced = one.read(sql -> sql.number("select sum(number) from _announcements"));
      assertThat(announced).isEqualTo(2 * 16 * 25);
    }
  }

  /** SQLite's writer looks at what others did from its first second on. */
  private void awaitQuiet() {
    if (engine == Engine.SQLITE) {
      var begun = new Semaphore(0);
      other.onForeignChange(Topic.CHANGE_CONSUMERS, begun::release);
      Eventually.until(
          "it looks",
          () -> {
            announce(Topic.CHANGE_CONSUMERS);
            return begun.availablePermits() > 0;
          });
      calls.drainPermits();
    }
  }

  private void announce(Topic topic) {
    one.write(sql -> {
      sql.announce(topic);
      sql.update("delete from _meta where key = 'x'");
      return sql.update("insert into _meta values ('x', 'x')");
    });
  }
}
