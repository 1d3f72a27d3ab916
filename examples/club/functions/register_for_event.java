import dev.tinybase.sdk.*;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;

record Wish(@NotNull UUID event) {}

record Place(@NotNull String registration, @NotNull String status, long waitingBefore) {}

/**
 * Gives the caller a place at an event, or one on its waiting list. All of it is one transaction,
 * so two callers never get the same last place.
 */
@Register(
    name = "register_for_event",
    description = "Registers the caller for an event, or puts them on its waiting list",
    tags = "events")
Place registerForEvent(Context ctx, Wish wish) {
  var user = ctx.user().orElseThrow();
  var place = ctx.transaction(() -> Registrations.add(ctx.asAdmin(), user, wish.event()));
  ctx.log().info("{} is {} for {}", user.email(), place.text("status"), wish.event());
  long before = Registrations.waitingBefore(ctx.asAdmin(), place);
  return new Place(place.id(), place.text("status"), before);
}
