package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method without parameters that closes what the code of its file holds: connections,
 * pools, threads. It runs once, after the last call of a version of the file that another has taken
 * the place of, and before the server stops; not where no function of the file was called. In
 * {@code functions/lib} the method must be static. It has ten seconds.
 *
 * {@snippet :
 * import dev.tinybase.sdk.*;
 * import dev.tinybase.sdk.hooks.*;
 *
 * final Timer timer = new Timer();
 *
 * @Register(name = "in_an_hour")
 * void inAnHour(String text) {
 *   timer.schedule(
 *       new TimerTask() {
 *         public void run() {
 *           System.out.println(text);
 *         }
 *       },
 *       3_600_000);
 * }
 *
 * @OnShutdown
 * void stop() {
 *   timer.cancel();
 * }
 * }
 *
 * <p>A class with functions may implement {@link AutoCloseable} instead.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnShutdown {}
