import dev.tinybase.sdk.*;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;

record Wish(@NotNull UUID event) {}

record Cancelled(boolean placeGiven) {}

/** Gives the caller's place back; whoever has waited longest gets it and is told. */
@Register(
    name = "cancel_registration",
    description = "Cancels the caller's registration for an event",
    tags = "events")
Cancelled cancelRegistration(Context ctx, Wish wish) {
  var user = ctx.user().orElseThrow();
  return ctx.transaction(() -> {
    var club = ctx.asAdmin();
    var next = Registrations.cancel(club, user, wish.event());
    next.ifPresent(it -> Registrations.tell(club, it, "You have a place now."));
    return new Cancelled(next.isPresent());
  });
}
