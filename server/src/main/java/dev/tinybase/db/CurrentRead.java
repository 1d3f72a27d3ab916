package dev.tinybase.db;

import org.jspecify.annotations.Nullable;

/**
 * The read that a thread is in. A read inside it uses the same connection: with one of its own for
 * each level, threads could wait for each other for ever.
 */
final class CurrentRead {
  private record Scope(Sql sql, boolean snapshot) {}

  private final ScopedValue<Scope> scope = ScopedValue.newInstance();

  /** Runs a read, which those inside it will find. */
  <T extends @Nullable Object> T run(Sql sql, boolean snapshot, Database.Work<T> work) {
    return ScopedValue.where(scope, new Scope(sql, snapshot)).call(() -> work.run(sql));
  }

  /** The connection of the enclosing read; null where there is none. */
  @Nullable Sql enclosing() {
    return scope.isBound() ? scope.get().sql() : null;
  }

  /** The connection of the enclosing snapshot; null where there is none. */
  @Nullable Sql enclosingSnapshot() {
    if (scope.isBound() && !scope.get().snapshot()) {
      throw new IllegalStateException("a snapshot inside a read: begin with the snapshot");
    }
    return enclosing();
  }

  /** Refuses a write inside a read, which would hold one connection and wait for another. */
  void refuseWrite() {
    if (scope.isBound()) {
      throw new IllegalStateException("a write inside a read: write after it has ended");
    }
  }
}
