import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

static final String PATH = "/api/x/guestbook/entries";

@Test
void an_entry_appears_once_it_is_approved(TestInstance app) {
  var written = write(app, "  Lovely place!  ");
  assertEquals(false, written.get("approved"));
  assertEquals(List.of(), book(app).get("entries"));

  var path = PATH + "/" + written.get("id") + "/approve";
  assertEquals(401, app.send(null, "POST", path, null).status());
  assertEquals(200, app.send(app.admin("host@example.com"), "POST", path, null).status());

  var entry = (Map<?, ?>) ((List<?>) book(app).get("entries")).getFirst();
  assertEquals("Lovely place!", entry.get("message"));
}

@Test
void the_host_decides_on_title_and_approval(TestInstance app) {
  app.setting("title", "The inn");
  app.setting("moderated", false);
  assertEquals(true, write(app, "Good soup.").get("approved"));
  assertEquals("The inn", book(app).get("title"));
}

@Test
void advertisements_are_refused(TestInstance app) {
  var links = Map.of("name", "Spam", "message", "http://a.example http://b.example");
  assertEquals(422, app.send(null, "POST", PATH, links).status());
  assertEquals(0, app.asAdmin().records("guestbook_entries").count(Filter.ALL));
}

@Test
void what_nobody_approves_is_deleted(TestInstance app) {
  write(app, "Nobody reads this.");
  app.pass(Duration.ofDays(16));
  assertEquals(0, app.asAdmin().records("guestbook_entries").count(Filter.ALL));
  assertTrue(app.runs("tidy_guestbook").stream().allMatch(TestInstance.Run::succeeded));
}

Map<?, ?> write(TestInstance app, String message) {
  var reply = app.send(null, "POST", PATH, Map.of("name", "Ada", "message", message));
  assertEquals(200, reply.status());
  return (Map<?, ?>) reply.json();
}

Map<?, ?> book(TestInstance app) {
  return (Map<?, ?>) app.send(null, "GET", PATH, null).json();
}
