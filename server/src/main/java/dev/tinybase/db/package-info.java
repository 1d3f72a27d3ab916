/**
 * One interface over SQLite and PostgreSQL: reads, group-committed writes, migrations. Only this
 * package knows JDBC.
 */
@NullMarked
package dev.tinybase.db;

import org.jspecify.annotations.NullMarked;
