package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatementCacheTest {
  private final Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
  private final StatementCache cache = new StatementCache(connection, 2);

  StatementCacheTest() throws SQLException {}

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void a_statement_that_was_given_back_is_used_again() throws SQLException {
    var first = cache.take("select 1");
    cache.giveBack("select 1", first, true);
    assertThat(cache.take("select 1")).isSameAs(first);
  }

  @Test
  void a_statement_in_use_is_not_given_to_another() throws SQLException {
    var outer = cache.take("select 1");
    var inner = cache.take("select 1");
    assertThat(inner).isNotSameAs(outer);
    cache.giveBack("select 1", inner, true);
    cache.giveBack("select 1", outer, true);
    assertThat(cache.size()).isEqualTo(1);
    assertThat(inner.isClosed()).isFalse();
    assertThat(outer.isClosed()).isTrue();
  }

  @Test
  void what_was_used_longest_ago_goes_first_and_is_closed() throws SQLException {
    var one = cache.take("select 1");
    cache.giveBack("select 1", one, true);
    var two = cache.take("select 2");
    cache.giveBack("select 2", two, true);
    cache.giveBack("select 1", cache.take("select 1"), true);
    cache.giveBack("select 3", cache.take("select 3"), true);
    assertThat(two.isClosed()).isTrue();
    assertThat(cache.take("select 1")).isSameAs(one);
  }

  @Test
  void a_statement_that_failed_is_closed() throws SQLException {
    var statement = cache.take("select 1");
    cache.giveBack("select 1", statement, false);
    assertThat(statement.isClosed()).isTrue();
    assertThat(cache.size()).isZero();
  }
}
