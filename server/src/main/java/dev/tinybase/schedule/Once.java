package dev.tinybase.schedule;

import dev.tinybase.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One moment of a zone's wall clock. Where the clock shows it twice it is the first time; where the
 * clock skips it, the first instant after that.
 */
public record Once(LocalDate date, LocalTime time, ZoneId zone) implements Schedule {
  /** The moment. */
  public Instant at() {
    return WallClock.instant(date.atTime(time), zone);
  }

  @Override
  public Optional<Instant> next(Instant planned, Instant after) {
    return Optional.of(at()).filter(at -> at.isAfter(after));
  }

  @Override
  public ObjectNode json() {
    return Json.object()
        .put("method", "once")
        .put("date", date.toString())
        .put("time", time.toString())
        .put("timezone", zone.getId());
  }

  @Override
  public String describe() {
    return "Once on %s at %s (%s)".formatted(date, time, zone.getId());
  }
}
