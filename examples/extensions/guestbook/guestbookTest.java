import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

static final String PATH = "/api/x/guestbook/entries";

@Test
void an_entry_appears_once_it_is_approved(TestInstance app) {
  write(app, "  Lovely place!  ");
  assertFalse(book(app).contains("Lovely"));

  var entry = app.asAdmin().records("guestbook_entries").first(Filter.ALL);
  var path = PATH + "/" + entry.id() + "/approve";
  assertThrows(FunctionException.class, () -> app.request(null, "POST", path, null));
  app.request(app.admin("host@example.com"), "POST", path, null);

  assertTrue(book(app).contains("\"message\":\"Lovely place!\""));
}

@Test
void the_host_decides_on_title_and_approval(TestInstance app) {
  app.setting("title", "The inn");
  app.setting("moderated", false);
  assertTrue(write(app, "Good soup.").contains("\"approved\":true"));
  assertTrue(book(app).contains("The inn"));
  assertTrue(book(app).contains("Good soup."));
}

@Test
void advertisements_are_refused(TestInstance app) {
  assertTrue(write(app, "http://a.example http://b.example").contains("too_many_links"));
  assertEquals(0, app.asAdmin().records("guestbook_entries").count(Filter.ALL));
}

@Test
void what_nobody_approves_is_deleted(TestInstance app) {
  write(app, "Nobody reads this.");
  app.pass(Duration.ofDays(16));
  assertEquals(0, app.asAdmin().records("guestbook_entries").count(Filter.ALL));
  assertTrue(app.runs("tidy_guestbook").stream().allMatch(TestInstance.Run::succeeded));
}

String write(TestInstance app, String message) {
  var reply = app.request(null, "POST", PATH, Map.of("name", "Ada", "message", message));
  return new String(reply.body(), UTF_8);
}

String book(TestInstance app) {
  return new String(app.request(null, "GET", PATH, null).body(), UTF_8);
}
