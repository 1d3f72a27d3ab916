import dev.tinybase.sdk.*;
import java.time.Duration;
import java.util.Map;

static final Duration AHEAD = Duration.ofHours(24);

/**
 * Reminds those who have a place at an event of the next day, each once: the mark and the job that
 * tells them are one transaction.
 */
@Register(
    name = "remind_members",
    description = "Reminds members of the events of the next day",
    auth = Auth.ADMIN,
    tags = "events")
@Scheduled(every = "1h", retries = 3)
int remindMembers(Context ctx) {
  var soon =
      Filter.and(
          Filter.eq("status", "open"),
          Filter.gt("starts_at", ctx.now()),
          Filter.lte("starts_at", ctx.now().plus(AHEAD)));
  int told = 0;
  for (var event : ctx.records("events").stream(Query.where(soon)).toList()) {
    var places =
        Filter.and(
            Filter.eq("event_id", event.id()),
            Filter.eq("status", "confirmed"),
            Filter.eq("reminded", false));
    for (var place : ctx.records("registrations").stream(Query.where(places)).toList()) {
      ctx.transaction(() -> {
        ctx.records("registrations").update(place.id(), Map.of("reminded", true));
        Registrations.tell(ctx, place, event.text("title") + " begins at " + event.instant("starts_at"));
      });
      told++;
    }
  }
  return told;
}
