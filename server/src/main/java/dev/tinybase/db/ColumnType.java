package dev.tinybase.db;

/** The types of columns that records use; each {@link Dialect} has its own word for them. */
public enum ColumnType {
  /** Text compared by code point, on both databases. */
  TEXT,
  /** 64-bit integer. */
  INTEGER,
  /** 64-bit binary floating point. */
  REAL,
  /**
   * Exact decimal number: text in SQLite (with a collation of ours for its order), numeric in
   * PostgreSQL.
   */
  DECIMAL,
  BOOLEAN,
  /** A calendar day, read as {@code 2026-11-22}. */
  DATE,
  /**
   * An instant in microseconds since 1970: an integer in SQLite, timestamptz in PostgreSQL, read as
   * a number.
   */
  TIMESTAMP,
  /** JSON text (SQLite) or jsonb (PostgreSQL), read as text. */
  JSON,
  /** A UUID: a blob of 16 bytes in SQLite, uuid in PostgreSQL. */
  UUID
}
