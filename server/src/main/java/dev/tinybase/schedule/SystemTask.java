package dev.tinybase.schedule;

/**
 * Something the server does for itself by a schedule, on one node at a time. Shown as a schedule of
 * the function {@code system.<name>}.
 *
 * @param name in snake_case
 * @param description what it does, as the name of the schedule
 * @param work one run; an exception is a failed run, and the next moment tries again
 */
public record SystemTask(String name, String description, Schedule schedule, Runnable work) {
  /** What the names of their functions begin with. */
  public static final String PREFIX = "system.";

  /** The name of its function. */
  public String functionName() {
    return PREFIX + name;
  }
}
