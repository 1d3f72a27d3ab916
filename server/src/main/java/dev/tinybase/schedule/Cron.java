package dev.tinybase.schedule;

import dev.tinybase.json.Json;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Times of a zone's wall clock. Where the clock is put forward, what falls into the gap happens
 * once at the first instant after it; where it is put back, a time happens at its first pass only.
 * A pattern of every hour follows elapsed time instead: nothing of it is moved out of a gap, and it
 * goes on through both passes.
 *
 * @param note what people wrote about it
 */
public record Cron(CronPattern pattern, ZoneId zone, @Nullable String note) implements Schedule {
  /**
   * The schedule of a text such as {@code 0 3 * * MON-FRI}.
   *
   * @throws CronPattern.Invalid when the text is none
   */
  public static Cron of(String text, ZoneId zone) {
    return new Cron(CronPattern.parse(text), zone, null);
  }

  @Override
  public Optional<Instant> next(Instant planned, Instant after) {
    return pattern.isHourly() ? elapsed(after) : fixed(after);
  }

  /** The instants of wall clock times never decrease with them, so the first later one is next. */
  private Optional<Instant> fixed(Instant after) {
    var time = pattern.next(shown(after));
    while (time.isPresent() && !WallClock.instant(time.get(), zone).isAfter(after)) {
      time = pattern.next(time.get());
    }
    return time.map(found -> WallClock.instant(found, zone));
  }

  /** What the clock shows, or will show when it has reached for the first time what it shows. */
  private LocalDateTime shown(Instant instant) {
    var shown = LocalDateTime.ofInstant(instant, zone);
    var transition = zone.getRules().getTransition(shown);
    boolean again = transition != null && !instant.isBefore(transition.getInstant());
    return again ? transition.getDateTimeBefore().minusNanos(1) : shown;
  }

  /** Looks through the times between two changes of the clock, as if it never changed. */
  private Optional<Instant> elapsed(Instant after) {
    var rules = zone.getRules();
    var from = after;
    while (true) {
      ZoneOffset offset = rules.getOffset(from.plusNanos(1));
      var time = pattern.next(LocalDateTime.ofInstant(from, offset));
      if (time.isEmpty()) {
        return Optional.empty();
      }
      var instant = time.get().toInstant(offset);
      var transition = rules.nextTransition(from.plusNanos(1));
      if (transition == null || instant.isBefore(transition.getInstant())) {
        return Optional.of(instant);
      }
      from = transition.getInstant().minusNanos(1);
    }
  }

  @Override
  public ObjectNode json() {
    var json = Json.object().put("method", "cron").put("cron", pattern.text());
    if (note != null) {
      json.put("description", note);
    }
    return json.put("timezone", zone.getId());
  }

  @Override
  public String describe() {
    return pattern.describe() + " (" + zone.getId() + ")";
  }
}
