import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tinybase.sdk.testing.TestInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@Test
void members_are_reminded_once_on_the_day_before(TestInstance app) {
  for (var name : List.of("events", "registrations", "payments")) {
    app.apply(Path.of("../collections/" + name + ".json"));
  }
  var club = app.asAdmin();
  var data =
      Map.of(
          "title", "Derby",
          "kind", "match",
          "starts_at", club.now().plus(Duration.ofDays(3)),
          "venue_id", UUID.randomUUID(),
          "places", 1,
          "status", "open");
  var event = Map.of("event", club.records("events").create(data).id());
  app.as(app.user("ada@example.com")).call("register_for_event", event);
  app.as(app.user("ben@example.com")).call("register_for_event", event);

  app.pass(Duration.ofHours(47));
  assertEquals(0, app.runs("tell_member").size());
  app.pass(Duration.ofHours(10));
  assertEquals(1, app.runs("tell_member").size());
  assertTrue(app.runs("remind_members").stream().allMatch(TestInstance.Run::succeeded));
}
