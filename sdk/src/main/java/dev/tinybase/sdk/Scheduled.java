package dev.tinybase.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a function at given times, beside {@link Register}. The schedule lives with the file: it is
 * there as soon as the file is saved, changes with it, and goes with it; its runs stay in the list.
 *
 * {@snippet :
 * @Register(name = "nightly_report", auth = Auth.ADMIN)
 * @Scheduled(cron = "0 3 * * MON-FRI", zone = "Europe/Berlin")
 * long nightlyReport(Context ctx) {
 *   return ctx.records("orders").count(Filter.ALL);
 * }
 * }
 *
 * <p>The function gets no input, or one for which nothing is required. It runs as nobody, with an
 * admin's rights, whatever its {@link Register#auth}. Several on one method are several schedules.
 * Each moment is a {@link Job}, which exists once, however many servers there are, and runs at
 * least once.
 *
 * {@snippet :
 * @Register(name = "poll_mailbox", auth = Auth.ADMIN)
 * @Scheduled(every = "5m", overlap = Overlap.QUEUE, retries = 3, retryDelay = "30s")
 * void pollMailbox(Context ctx) {
 *   ctx.log().info("attempt {}", ctx.job().map(Job::attempt).orElse(0));
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Scheduled.List.class)
public @interface Scheduled {
  /**
   * When: minute, hour, day of the month, month, day of the week, and before them the second where
   * there are six fields; with names such as {@code MON-FRI}, with {@code L}, {@code W} and {@code
   * #}. A word such as {@literal @daily} will do too. Either this or {@link #every}.
   */
  String cron() default "";

  /** The zone of {@link #cron}, such as {@code Europe/Berlin}; empty for the server's. */
  String zone() default "";

  /**
   * How often, from the moment the schedule was made: a number with {@code s}, {@code m}, {@code h}
   * or {@code d}.
   */
  String every() default "";

  /** What happens when it is due while its last run has not ended. */
  Overlap overlap() default Overlap.SKIP;

  /** How many may run at once with {@link Overlap#PARALLEL}, 1 to 1000. */
  int maxParallel() default 10;

  /** What becomes of runs that fell due while no server ran. */
  CatchUp catchUp() default CatchUp.LATEST;

  /** How many runs {@link CatchUp#ALL} makes up for at most, 1 to 10000. */
  int catchUpLimit() default 100;

  /** How often a run that fails is tried again, 0 to 20. */
  int retries() default 0;

  /**
   * How long it waits before it is tried again, an hour at most: a number with {@code s}, {@code m}
   * or {@code h}. At each further time it waits twice as long, an hour at most.
   */
  String retryDelay() default "10s";

  /**
   * How long a run may take, a day at most: a number with {@code s}, {@code m} or {@code h}. Empty
   * for {@link Register#timeout} and, where that is empty too, for the server's limit of scheduled
   * runs.
   */
  String timeout() default "";

  /** After how many failed runs one after the other it pauses, 1 to 1000; 0 for never. */
  int pauseAfterFailures() default 0;

  /** Several schedules of one function. */
  @Documented
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface List {
    /** The schedules. */
    Scheduled[] value();
  }
}
