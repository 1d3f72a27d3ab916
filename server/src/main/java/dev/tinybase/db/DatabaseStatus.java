package dev.tinybase.db;

/**
 * A moment's figures of a database.
 *
 * @param waitingWrites works in the writer's queue (SQLite) or threads that wait for a connection
 * @param commits commits of writes since the start
 * @param writes works done by those commits; divided by {@code commits} the mean group size
 * @param readersBusy connections in use by reads
 * @param readersTotal connections for reads in all
 * @param writable whether the last write to the database's file or server went through
 */
public record DatabaseStatus(
    int waitingWrites,
    long commits,
    long writes,
    int readersBusy,
    int readersTotal,
    boolean writable) {}
