import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@Test
void a_place_that_is_given_back_goes_to_who_has_waited_longest(TestInstance app) {
  var event = event(app);
  var ada = registered(app, "ada@example.com", event);
  var ben = registered(app, "ben@example.com", event);
  registered(app, "cy@example.com", event);
  var cancelled = (Map<?, ?>) app.as(ada).call("cancel_registration", Map.of("event", event));
  assertEquals(true, cancelled.get("placeGiven"));
  assertEquals("confirmed", status(app, ben));
  assertEquals("cancelled", status(app, ada));
  assertEquals("void", app.as(ada).records("payments").first(Filter.ALL).text("status"));
  assertEquals("open", app.as(ben).records("payments").first(Filter.ALL).text("status"));
  assertEquals(1, app.asAdmin().records("events").get(event).integer("taken"));
  app.settle();
  assertEquals(1, app.runs("tell_member").size());
}

@Test
void who_comes_back_waits_behind_the_others(TestInstance app) {
  var event = event(app);
  var ada = registered(app, "ada@example.com", event);
  registered(app, "ben@example.com", event);
  app.as(ada).call("cancel_registration", Map.of("event", event));
  app.as(ada).call("register_for_event", Map.of("event", event));
  assertEquals("waiting", status(app, ada));
}

@Test
void who_is_not_registered_has_nothing_to_cancel(TestInstance app) {
  var input = Map.of("event", event(app));
  var ada = app.as(app.user("ada@example.com"));
  var refused =
      assertThrows(FunctionException.class, () -> ada.call("cancel_registration", input));
  assertEquals("not_registered", refused.code());
}

User registered(TestInstance app, String email, String event) {
  var user = app.user(email);
  app.as(user).call("register_for_event", Map.of("event", event));
  app.pass(Duration.ofSeconds(1));
  return user;
}

String status(TestInstance app, User user) {
  return app.as(user).records("registrations").first(Filter.ALL).text("status");
}

String event(TestInstance app) {
  for (var name : List.of("events", "registrations", "payments")) {
    app.apply(Path.of("../collections/" + name + ".json"));
  }
  var club = app.asAdmin();
  var data =
      Map.of(
          "title", "Chess evening",
          "kind", "training",
          "starts_at", club.now().plus(Duration.ofDays(7)),
          "venue_id", UUID.randomUUID(),
          "places", 1,
          "fee", 3,
          "status", "open");
  return club.records("events").create(data).id();
}
