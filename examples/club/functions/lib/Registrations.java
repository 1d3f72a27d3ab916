import dev.tinybase.sdk.*;
import dev.tinybase.sdk.Record;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Places at events. Every method takes a context with an admin's rights, since members may not
 * change registrations themselves, and runs within its caller's transaction.
 */
public final class Registrations {
  private static final int DAYS_TO_PAY = 14;

  private Registrations() {}

  /** Gives a user a place at an event, or one on its waiting list. */
  public static Record add(Context club, User user, UUID eventId) {
    var event = held(club, eventId.toString());
    if (!event.text("status").equals("open") || event.instant("starts_at").isBefore(club.now())) {
      throw new FunctionException(
          "not_open", "One cannot register for '" + event.text("title") + "' now.");
    }
    var known = club.records("registrations").findFirst(of(user, eventId));
    if (known.isPresent() && !known.get().text("status").equals("cancelled")) {
      throw new FunctionException("already_registered", "You are registered for this event.");
    }
    boolean free = event.integer("taken") < event.integer("places");
    var data =
        Map.of(
            "event_id", eventId,
            "user_id", user.id(),
            "status", free ? "confirmed" : "waiting",
            "since", club.now(),
            "reminded", false);
    var records = club.records("registrations").ownedBy(user.id());
    var place =
        known.map(it -> records.replace(it.id(), data)).orElseGet(() -> records.create(data));
    if (free) {
      take(club, event, place);
    }
    return place;
  }

  private static Record find(Context club, User user, UUID eventId) {
    return club.records("registrations")
        .findFirst(Filter.and(of(user, eventId), Filter.ne("status", "cancelled")))
        .orElseThrow(() ->
            new FunctionException("not_registered", "You are not registered for this event."));
  }

  /** How many have waited longer than this one; 0 for one that does not wait. */
  public static long waitingBefore(Context club, Record place) {
    return place.text("status").equals("waiting")
        ? club.records("registrations")
            .count(
                Filter.and(waitingFor(place), Filter.lt("since", place.instant("since"))))
        : 0;
  }

  /**
   * Cancels a user's registration and what was to be paid for it.
   *
   * @return the registration that gets the place, if somebody waits
   */
  public static Optional<Record> cancel(Context club, User user, UUID eventId) {
    var event = held(club, eventId.toString());
    var place = find(club, user, eventId);
    var registrations = club.records("registrations");
    registrations.update(place.id(), Map.of("status", "cancelled"));
    if (!place.text("status").equals("confirmed")) {
      return Optional.empty();
    }
    var unpaid =
        Filter.and(Filter.eq("registration_id", place.id()), Filter.eq("status", "open"));
    club.records("payments")
        .findFirst(unpaid)
        .ifPresent(it -> club.records("payments").update(it.id(), Map.of("status", "void")));
    count(club, event, -1);
    var waiting = Query.where(waitingFor(place)).sort("since").limit(1);
    var next = registrations.list(waiting).records().stream().findFirst();
    next.ifPresent(it -> {
      registrations.update(it.id(), Map.of("status", "confirmed"));
      take(club, event, it);
    });
    return next;
  }

  /** Has a member told something, once this transaction is committed. */
  public static void tell(Context club, Record place, String text) {
    club.enqueue("tell_member", Map.of("user", place.text("user_id"), "text", text));
  }

  /**
   * An event that stays as it is until the transaction ends: others who register for it, or cancel,
   * wait. On SQLite a transaction is alone anyway; on PostgreSQL a change holds its record, one
   * that changes nothing too.
   */
  private static Record held(Context club, String eventId) {
    return club.records("events").update(eventId, Map.of("taken", Map.of("$inc", 0)));
  }

  private static void count(Context club, Record event, int places) {
    club.records("events").update(event.id(), Map.of("taken", Map.of("$inc", places)));
  }

  /** Counts a confirmed place, and asks for its fee. */
  private static void take(Context club, Record event, Record place) {
    count(club, event, 1);
    if (event.decimal("fee").compareTo(BigDecimal.ZERO) > 0) {
      club.records("payments")
          .ownedBy(place.text("user_id"))
          .create(
              Map.of(
                  "reference", reference(),
                  "purpose", event.text("title"),
                  "registration_id", place.id(),
                  "amount", event.decimal("fee"),
                  "due", LocalDate.ofInstant(club.now(), ZoneOffset.UTC).plusDays(DAYS_TO_PAY)));
    }
  }

  private static String reference() {
    var digits = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    return "EV-" + digits.substring(0, 12);
  }

  private static Filter of(User user, UUID eventId) {
    return Filter.and(Filter.eq("event_id", eventId), Filter.eq("user_id", user.id()));
  }

  private static Filter waitingFor(Record place) {
    return Filter.and(
        Filter.eq("event_id", place.text("event_id")), Filter.eq("status", "waiting"));
  }
}
