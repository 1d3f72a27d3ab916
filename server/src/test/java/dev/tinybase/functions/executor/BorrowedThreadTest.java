package dev.tinybase.functions.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.HandMade;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.registry.Registry.Function;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A function on the thread of somebody else: what happens at the end of its time. */
class BorrowedThreadTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TaskWatch watch = new TaskWatch();
  private final Function function = HandMade.named("f", (_, _, _) -> HandMade.json("1")).function();
  private final BorrowedThread run = new BorrowedThread(function, LIMIT, watch);

  private void expire(int seconds) {
    run.expire(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void in_its_time_nothing_happens_to_the_thread() {
    expire(58);
    run.end();
    expire(62);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(watch.stuck()).isZero();
  }

  @Test
  void at_the_end_of_its_time_the_thread_is_interrupted_for_as_long_as_the_function_has_it() {
    expire(60);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThatThrownBy(run::end)
        .isInstanceOfSatisfying(
            FunctionFailure.class, late -> assertThat(late.type()).isEqualTo(CallFailure.TIMEOUT));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void one_that_goes_on_is_stuck_and_gets_no_second_thread_of_this_kind_until_it_has_ended() {
    expire(60);
    expire(62);
    assertThat(watch.stuck()).isOne();
    assertThatThrownBy(() -> watch.checkHealth(function, true))
        .isInstanceOfSatisfying(
            Problem.class, told -> assertThat(told.code()).isEqualTo("function_unhealthy"));
    watch.checkHealth(function, false);
    assertThatThrownBy(run::end).isInstanceOf(FunctionFailure.class);
    assertThat(watch.stuck()).isZero();
    watch.checkHealth(function, true);
  }
}
