package dev.tinybase.db;

/** What waits for the thread that writes to SQLite. */
sealed interface QueuedWork permits LeasedConnection, WriteTask {}
