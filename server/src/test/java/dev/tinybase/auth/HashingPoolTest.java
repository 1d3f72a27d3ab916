package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.Passwords.HashingPool;
import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HashingPoolTest {
  @Test
  void a_burst_runs_on_few_threads_and_the_rest_is_refused() throws Exception {
    var pool = new HashingPool(2, 3, Duration.ofSeconds(30));
    var gate = new CountDownLatch(1);
    var busy = new CountDownLatch(2);
    var refused = new CountDownLatch(15);
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        callers.execute(() -> {
          try {
            pool.run(() -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              busy.countDown();
              gate.await();
              return running.decrementAndGet();
            });
          } catch (Problem problem) {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            assertThat(problem.headers()).containsKey("Retry-After");
            refused.countDown();
          }
        });
      }
      assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
      gate.countDown();
    }
    assertThat(most).hasValue(2);
  }

  @Test
  void who_waits_too_long_is_refused_and_leaves_the_queue() {
    var pool = new HashingPool(1, 1, Duration.ofMillis(20));
    var gate = new CountDownLatch(1);
    for (int i = 0; i < 5; i++) {
      var problem =
          TestAuth.refusal(() ->
              pool.run(() -> {
                gate.await();
                return 1;
              }));
      assertThat(problem.code()).isEqualTo("logins_busy");
    }
    gate.countDown();
    var patient = new HashingPool(1, 1, Duration.ofSeconds(30));
    assertThat(patient.run(() -> 2)).isEqualTo(2);
  }
}
