package dev.tinybase.schedule;

/**
 * How many schedules there are and how they do, those of the server itself left out.
 *
 * @param total all of them
 * @param active those that have a next moment
 * @param due active ones whose moment has come, and that have not made its job yet
 * @param late due ones that have been so for more than a minute
 * @param failing those whose last run failed
 */
public record ScheduleFigures(long total, long active, long due, long late, long failing) {}
