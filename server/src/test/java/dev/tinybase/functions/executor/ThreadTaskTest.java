package dev.tinybase.functions.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.HandMade;
import dev.tinybase.functions.executor.ThreadExecutor.ThreadTask;
import dev.tinybase.functions.host.FunctionFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Whose time it is, before a task has a thread and after. */
class ThreadTaskTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TaskWatch watch = new TaskWatch();
  private final AtomicBoolean ran = new AtomicBoolean();

  @Test
  void a_task_that_no_thread_begins_is_no_timeout_of_its_function() {
    var task = task();
    task.expire(System.nanoTime() + TimeUnit.SECONDS.toNanos(11));
    assertThatThrownBy(() -> task.await(watch))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
              assertThat(problem.code()).isEqualTo("overloaded");
              assertThat(problem.headers()).containsKey("Retry-After");
            });
    task.run();
    assertThat(ran).isFalse();
  }

  @Test
  void the_time_of_a_function_begins_when_a_thread_begins_it() {
    var task =
        new ThreadTask<>(
            HandMade.named("f", (_, _, _) -> HandMade.json("1")).function(),
            LIMIT,
            (_, deadline) -> {
              assertThat(deadline).isEqualTo(Instant.EPOCH.plus(LIMIT));
              ran.set(true);
              return "result";
            },
            InstantSource.fixed(Instant.EPOCH));
    task.run();
    assertThat(ran).isTrue();
    task.expire(System.nanoTime() + TimeUnit.SECONDS.toNanos(11));
    assertThat(result(task)).isEqualTo("result");
  }

  @Test
  void beyond_its_limit_a_task_is_a_timeout() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var task =
        new ThreadTask<>(
            HandMade.named("f", (_, _, _) -> HandMade.json("1")).function(),
            LIMIT,
            (_, _) -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return "never";
            },
            InstantSource.system());
    var thread = Thread.ofPlatform().start(task);
    begun.await();
    task.expire(System.nanoTime() + TimeUnit.SECONDS.toNanos(61));
    assertThatThrownBy(() -> task.await(watch))
        .isInstanceOfSatisfying(
            FunctionFailure.class, e -> assertThat(e.type()).isEqualTo("TimeoutError"));
    thread.join();
  }

  private static String result(ThreadTask<String> task) {
    try {
      return task.await(new TaskWatch());
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private ThreadTask<String> task() {
    return new ThreadTask<>(
        HandMade.named("f", (_, _, _) -> HandMade.json("1")).function(),
        LIMIT,
        (_, _) -> {
          ran.set(true);
          return "result";
        },
        InstantSource.system());
  }
}
