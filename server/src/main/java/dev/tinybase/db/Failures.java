package dev.tinybase.db;

import java.sql.SQLException;

/** Turns a driver's failure into one that the other packages understand. */
@FunctionalInterface
interface Failures {
  RuntimeException translate(SQLException e);
}
