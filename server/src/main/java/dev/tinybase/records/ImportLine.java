package dev.tinybase.records;

/**
 * A line of an import, checked as far as it can be without the database.
 *
 * @param number where it stands in the file, from 1
 */
record ImportLine(long number, PreparedMutation mutation) {}
