package dev.tinybase.schedule;

import java.util.List;

/** A page of a list, by name, with the total of all pages. */
public record SchedulePage(List<ScheduleInfo> schedules, long total) {}
