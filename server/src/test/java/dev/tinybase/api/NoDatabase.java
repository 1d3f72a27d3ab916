package dev.tinybase.api;

import dev.tinybase.db.Database;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** For tests of what never touches data: only the figures are there. */
final class NoDatabase implements Database {
  private volatile boolean writable = true;

  void writable(boolean now) {
    writable = now;
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return work.run(one());
  }

  @Override
  public <T extends @Nullable Object> T snapshot(Work<T> work) {
    throw new UnsupportedOperationException("no database");
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    throw new UnsupportedOperationException("no database");
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(
      Duration limit, Transaction<T, E> work) {
    throw new UnsupportedOperationException("no database");
  }

  @Override
  public <T extends @Nullable Object> T sharing(String table, Supplier<T> action) {
    return action.get();
  }

  @Override
  public void cancelRead(Thread reader) {}

  @Override
  public <T extends @Nullable Object> T withinTransaction(Supplier<T> action) {
    return action.get();
  }

  @Override
  public boolean inTransaction() {
    return false;
  }

  @Override
  public Dialect dialect() {
    throw new UnsupportedOperationException("no database");
  }

  @Override
  public Status status() {
    return new Status(3, 10, 40, 1, 4, writable, true);
  }

  @Override
  public long maintain() {
    throw new UnsupportedOperationException("no database");
  }

  @Override
  public void onForeignChange(Topic topic, Runnable listener) {}

  @Override
  public void close() {}

  /** Answers each question with the number 1, and does nothing else. */
  private static Sql one() {
    var loader = NoDatabase.class.getClassLoader();
    return (Sql)
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {Sql.class},
            (_, method, _) -> {
              if (method.getName().equals("number")) {
                return 1L;
              }
              throw new UnsupportedOperationException("no database");
            });
  }
}
