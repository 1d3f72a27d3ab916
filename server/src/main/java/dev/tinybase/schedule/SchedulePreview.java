package dev.tinybase.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * What will come of a schedule.
 *
 * @param moments the next ones, in order
 * @param zone of its wall clock
 * @param description in words
 */
public record SchedulePreview(List<Instant> moments, ZoneId zone, String description) {}
