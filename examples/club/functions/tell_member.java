import dev.tinybase.sdk.*;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;

record Message(@NotNull UUID user, @NotBlank String text) {}

/**
 * Tells a member something. It runs as a job, so that a service that is down loses nothing: what
 * throws here is tried again. This one writes to the log; put your mail service in its place, and
 * give it {@code ctx.job()}'s id, so that it sends no message twice.
 */
@Register(name = "tell_member", description = "Tells a member something", auth = Auth.ADMIN, tags = "events")
void tellMember(Context ctx, Message message) {
  var user = ctx.users().find(message.user().toString());
  user.ifPresentOrElse(
      it -> ctx.log().info("To {}: {}", it.email(), message.text()),
      () -> ctx.log().info("The account {} is gone", message.user()));
}
