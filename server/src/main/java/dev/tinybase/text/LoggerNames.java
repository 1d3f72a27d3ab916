package dev.tinybase.text;

/** The names of loggers that are no class: people choose lines of the log by them. */
public final class LoggerNames {
  /** Requests; its messages are lines of their own form, several at once. */
  public static final String ACCESS = "access";

  /** What calls of functions log, and their failures. */
  public static final String FUNCTIONS = "functions";

  private LoggerNames() {}
}
