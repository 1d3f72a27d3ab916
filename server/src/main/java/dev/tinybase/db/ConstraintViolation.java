package dev.tinybase.db;

import java.util.List;

/** The database refused a change because of one of its constraints. */
public final class ConstraintViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of constraint it was. */
  public enum Kind {
    UNIQUE,
    NOT_NULL,
    FOREIGN_KEY,
    CHECK
  }

  private final Kind kind;
  private final transient List<String> columns;

  ConstraintViolation(Kind kind, List<String> columns, Throwable cause) {
    super(kind + " " + columns, cause);
    this.kind = kind;
    this.columns = List.copyOf(columns);
  }

  /** What kind of constraint it was. */
  public Kind kind() {
    return kind;
  }

  /** The columns that it names, without their table; empty where the database does not tell. */
  public List<String> columns() {
    return columns;
  }
}
