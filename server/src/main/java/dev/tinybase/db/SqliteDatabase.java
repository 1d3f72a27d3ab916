package dev.tinybase.db;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One file, one writer that commits in groups, and a pool of readers beside it. Readers are served
 * in the order they came; a connection is opened when all others are in use. Snapshots, which may
 * take long, hold up nobody: they have half as many connections of their own.
 */
final class SqliteDatabase extends JdbcDatabase {
  private static final int WAIT_SECONDS = 30;
  private static final long VERIFICATION_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Path file;
  private final String durability;
  private final Dialect dialect = new SqliteDialect();
  private final int readers;
  private final Semaphore permits;
  private final Semaphore snapshots;
  private final ArrayDeque<JdbcSql> idle = new ArrayDeque<>();
  private final AtomicLong schema = new AtomicLong();
  private final ForeignChanges changes = new ForeignChanges(Runnable::run);
  private final GroupCommit commits;
  private final SqliteWriter writer;
  private final FileChannel head;
  private final IdentityHashMap<Thread, JdbcSql> busy = new IdentityHashMap<>(); // guarded by idle
  private boolean closed; // guarded by idle
  private volatile boolean damaged;
  private long nextVerification = System.nanoTime();

  private SqliteDatabase(Path file, FileChannel head, Settings.Database settings) {
    super(false);
    this.file = file;
    this.head = head;
    this.durability = settings.durability();
    this.readers = readers(settings.readers());
    this.permits = new Semaphore(readers, true);
    this.snapshots = new Semaphore(snapshots(readers), true);
    var connection = SqliteFile.writer(file, durability);
    this.commits = new GroupCommit(connection, schema::incrementAndGet);
    this.writer =
        new SqliteWriter(
            settings.writeQueue(),
            commits,
            loop ->
                writing(() -> {
                  loop.run();
                  return true;
                }),
            () -> {
              schema.incrementAndGet();
              changes.changed(EnumSet.allOf(Topic.class));
            });
  }

  static SqliteDatabase open(Path file, Settings.Database settings) {
    SqliteFile.create(file);
    var head = SqliteFile.head(file);
    try {
      return new SqliteDatabase(file, head, settings);
    } catch (Throwable failure) {
      SqliteFile.close(head);
      throw failure;
    }
  }

  /** The most connections that read at once, for a setting where 0 chooses by the machine. */
  static int connections(int setting) {
    return readers(setting) + snapshots(readers(setting));
  }

  /** Two for each processor: fewer make reads wait for each other. */
  private static int readers(int setting) {
    return setting > 0 ? setting : Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
  }

  private static int snapshots(int readers) {
    return Math.max(1, readers / 2);
  }

  Path file() {
    return file;
  }

  /** Each statement sees what is committed when it begins. */
  @Override
  <T extends @Nullable Object> T readAlone(Work<T> work) {
    return connected(permits, work);
  }

  @Override
  <T extends @Nullable Object> T snapshotAlone(Work<T> work) {
    return connected(snapshots, sql -> inTransaction(sql, work));
  }

  @Override
  <T extends @Nullable Object> T writeAlone(Work<T> work) {
    return writer.write(work);
  }

  /** Readers wait for no lock, and there is one writer. */
  @Override
  public <T extends @Nullable Object> T sharing(String table, Supplier<T> action) {
    return action.get();
  }

  @Override
  public void cancelRead(Thread reader) {
    synchronized (idle) {
      var connection = busy.get(reader);
      if (connection != null) {
        SqliteFile.interrupt(connection.jdbc());
      }
    }
  }

  @Override
  LeasedConnection lease(Duration limit) {
    var lease = new LeasedConnection(limit);
    writer.queue(lease);
    return lease;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public Status status() {
    return new Status(
        writer.waiting(),
        commits.count(),
        commits.writes(),
        readers - permits.availablePermits(),
        readers,
        commits.writable(),
        changes.isCurrent());
  }

  @Override
  public void onForeignChange(Topic topic, Runnable listener) {
    changes.listen(topic, listener);
  }

  @Override
  public synchronized boolean isReadable() {
    if (damaged && System.nanoTime() - nextVerification >= 0) {
      damaged =
          !readAlone(sql -> sql.list("pragma quick_check(1)", row -> row.text(1)))
              .equals(List.of("ok"));
      nextVerification = System.nanoTime() + VERIFICATION_NANOS;
    }
    return !damaged && SqliteFile.isWhole(file, head);
  }

  /**
   * Looks at all tables, whatever this connection has asked for (0x10000), and analyzes those that
   * have changed much (0x2), each of them in part only (0x10):
   * sqlite.org/pragma.html#pragma_optimize.
   */
  @Override
  public long maintain() {
    write(sql -> {
      sql.execute("pragma optimize = 0x10012");
      return true;
    });
    return 0;
  }

  /** Refuses new reads; those in flight close their connections when they end. */
  @Override
  public void close() {
    changes.close();
    synchronized (idle) {
      closed = true;
      idle.forEach(JdbcSql::close);
      idle.clear();
    }
    writer.close();
    SqliteFile.close(head); // after SQLite's own, whose locks this takes away
  }

  private static <T extends @Nullable Object> T inTransaction(Sql sql, Work<T> work) {
    sql.update("begin");
    T result;
    try {
      result = work.run(sql);
    } catch (Throwable t) {
      endAfter(t, sql);
      throw t;
    }
    sql.update("commit");
    return result;
  }

  private static void endAfter(Throwable failure, Sql sql) {
    try {
      sql.update("rollback");
    } catch (RuntimeException e) {
      failure.addSuppressed(e); // SQLite had ended the transaction by itself
    }
  }

  private <T extends @Nullable Object> T connected(Semaphore semaphore, Work<T> work) {
    acquire(semaphore);
    try {
      var connection = take();
      try {
        connection.schemaIs(schema.get());
        return work.run(connection);
      } catch (Problem e) {
        if (SqliteErrors.isStorage(e)) {
          damaged = true;
        }
        throw e;
      } finally {
        giveBack(connection);
      }
    } finally {
      semaphore.release();
    }
  }

  private static void acquire(Semaphore semaphore) {
    try {
      if (!semaphore.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw Problem.unavailable("overloaded", "Too many reads are waiting; try again.", 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("interrupted", "The server is shutting down.", 1);
    }
  }

  private JdbcSql take() {
    synchronized (idle) {
      if (closed) {
        throw Problem.unavailable("shutting_down", "The server is shutting down.", 1);
      }
      // The one used last has the warmest cache.
      var connection = idle.pollFirst();
      if (connection != null) {
        busy.put(Thread.currentThread(), connection);
        return connection;
      }
    }
    var opened = SqliteFile.reader(file, durability);
    synchronized (idle) {
      busy.put(Thread.currentThread(), opened);
    }
    return opened;
  }

  private void giveBack(JdbcSql connection) {
    synchronized (idle) {
      busy.remove(Thread.currentThread());
      if (!closed && idle.size() < readers) {
        idle.addFirst(connection);
        return;
      }
    }
    connection.close();
  }
}
