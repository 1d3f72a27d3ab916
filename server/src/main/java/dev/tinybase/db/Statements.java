package dev.tinybase.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Where prepared statements of one connection come from and go to. */
interface Statements {
  /** A statement that nobody else uses until it is given back. */
  PreparedStatement take(String sql) throws SQLException;

  /** Ends the use of a statement; one that failed is not to be used again. */
  void giveBack(String sql, PreparedStatement statement, boolean reusable);
}
