import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@Test
void the_last_place_goes_to_the_first_and_others_wait(TestInstance app) {
  var event = event(app, 1);
  assertEquals("confirmed", register(app, "ada@example.com", event).get("status"));
  assertEquals(0, register(app, "ben@example.com", event).get("waitingBefore"));
  app.pass(Duration.ofSeconds(1));
  var third = register(app, "cy@example.com", event);
  assertEquals("waiting", third.get("status"));
  assertEquals(1, third.get("waitingBefore"));
  assertEquals(1, app.asAdmin().records("events").get(event).integer("taken"));
}

@Test
void who_has_a_place_owes_the_fee(TestInstance app) {
  var ada = app.user("ada@example.com");
  app.as(ada).call("register_for_event", Map.of("event", event(app, 5)));
  var owed = app.as(ada).records("payments").first(Filter.ALL);
  assertEquals("12.5", owed.text("amount"));
  assertEquals("Summer party", owed.text("purpose"));
  assertEquals(0, app.as(app.user("ben@example.com")).records("payments").count(Filter.ALL));
}

@Test
void nobody_registers_twice_or_for_what_is_over(TestInstance app) {
  var event = event(app, 5);
  var ada = app.as(app.user("ada@example.com"));
  ada.call("register_for_event", Map.of("event", event));
  assertEquals("already_registered", refusal(ada, event));
  app.pass(Duration.ofDays(8));
  assertEquals("not_open", refusal(app.as(app.user("ben@example.com")), event));
}

String refusal(Context member, String event) {
  var input = Map.of("event", event);
  return assertThrows(FunctionException.class, () -> member.call("register_for_event", input))
      .code();
}

Map<?, ?> register(TestInstance app, String email, String event) {
  return (Map<?, ?>) app.as(app.user(email)).call("register_for_event", Map.of("event", event));
}

String event(TestInstance app, int places) {
  for (var name : List.of("venues", "events", "registrations", "payments")) {
    app.apply(Path.of("../collections/" + name + ".json"));
  }
  var club = app.asAdmin();
  var venue =
      club.records("venues").create(Map.of("name", "Hall", "address", "Main Street 1", "capacity", 90));
  var data =
      Map.of(
          "title", "Summer party",
          "kind", "party",
          "starts_at", club.now().plus(Duration.ofDays(7)),
          "venue_id", venue.id(),
          "places", places,
          "fee", "12.50",
          "status", "open");
  return club.records("events").create(data).id();
}
