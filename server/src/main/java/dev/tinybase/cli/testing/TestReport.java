package dev.tinybase.cli.testing;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Prints how tests end, each file's under its name, and counts them. */
final class TestReport implements TestExecutionListener {
  /** What JUnit calls tests that one method makes. */
  private static final Set<String> MANY = Set.of("test-template-invocation", "dynamic-test");

  private final PrintStream out;
  private final boolean debug;
  private final Map<String, String> paths;
  private final Map<String, Long> begun = new HashMap<>();
  private String file = "";
  private int passed;
  private int failed;
  private int skipped;

  /**
   * A report.
   *
   * @param paths of the files, by the name of the class
   * @param debug whether to print whole stack traces
   */
  TestReport(PrintStream out, Map<String, String> paths, boolean debug) {
    this.out = out;
    this.paths = paths;
    this.debug = debug;
  }

  /** Whether all tests that ran have passed. */
  boolean succeeded() {
    return failed == 0;
  }

  /** Such as {@code 5 passed, 1 failed}. */
  String summary() {
    return passed
        + " passed, "
        + failed
        + " failed"
        + (skipped > 0 ? ", " + skipped + " skipped" : "");
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    begun.put(test.getUniqueId(), System.nanoTime());
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped++;
    line("skipped", test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          passed++;
          line("passed", test, time(test));
        }
      }
      case ABORTED -> {
        skipped++;
        line("skipped", test, result.getThrowable().map(Throwable::getMessage).orElse(""));
      }
      case FAILED -> {
        failed++;
        line("FAILED", test, time(test));
        result.getThrowable().ifPresent(failure -> explain(test, failure));
      }
    }
  }

  private void line(String what, TestIdentifier test, String note) {
    var path = path(test);
    if (!path.equals(file)) {
      file = path;
      out.println(path);
    }
    out.println("  " + what + "  " + name(test) + (note.isEmpty() ? "" : "  (" + note + ")"));
  }

  private String time(TestIdentifier test) {
    long start = begun.getOrDefault(test.getUniqueId(), System.nanoTime());
    return Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms";
  }

  private void explain(TestIdentifier test, Throwable failure) {
    if (debug) {
      failure.printStackTrace(out);
      return;
    }
    var message = Optional.ofNullable(failure.getMessage()).orElse("");
    var what =
        failure instanceof AssertionError && !message.isEmpty()
            ? message
            : failure.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    out.println("    " + place(test, failure) + what.replace("\n", "\n    "));
  }

  /** The innermost line of the test's own file. */
  private String place(TestIdentifier test, Throwable failure) {
    var path = path(test);
    var name = path.substring(path.lastIndexOf('/') + 1);
    return Arrays.stream(failure.getStackTrace())
        .filter(frame -> name.equals(frame.getFileName()))
        .findFirst()
        .map(frame -> path + ":" + frame.getLineNumber() + ": ")
        .orElse("");
  }

  /** A test's own name, or what its author has called it; one of many has the method's before. */
  private static String name(TestIdentifier test) {
    var name = test.getDisplayName();
    boolean oneOfMany = MANY.contains(test.getUniqueIdObject().getLastSegment().getType());
    return oneOfMany && test.getSource().orElse(null) instanceof MethodSource method
        ? method.getMethodName() + " " + name
        : name.replaceFirst("\\(.*\\)$", "");
  }

  private String path(TestIdentifier test) {
    var type =
        switch (test.getSource().orElse(null)) {
          case MethodSource method -> method.getClassName();
          case ClassSource source -> source.getClassName();
          case null, default -> "";
        };
    int inner = type.indexOf('$');
    var outer = inner < 0 ? type : type.substring(0, inner);
    return paths.getOrDefault(outer, outer);
  }
}
