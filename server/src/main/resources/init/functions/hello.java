import dev.tinybase.sdk.*;
import jakarta.validation.constraints.Size;
import java.util.Optional;

record Greeting(String message) {}

record Guest(Optional<@Size(max = 100) String> name) {}

@Register(
    name = "hello",
    description = "Greets whoever calls",
    auth = Auth.ADMIN,
    tags = "examples")
Greeting hello(Context ctx, Guest guest) {
  var name = guest.name().orElseGet(() -> ctx.user().map(User::email).orElse("world"));
  ctx.log().info("Greeting {}", name);
  return new Greeting("Hello, " + name + "!");
}
