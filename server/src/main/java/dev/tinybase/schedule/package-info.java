/**
 * Schedules: rules that make jobs. {@code Schedule} computes moments, {@code ScheduleService} keeps
 * the rules, {@code ScheduleLoop} makes the job of each occurrence when it is due.
 */
@NullMarked
package dev.tinybase.schedule;

import org.jspecify.annotations.NullMarked;
