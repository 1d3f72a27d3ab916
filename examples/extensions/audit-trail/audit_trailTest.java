import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

static final String NOTES =
    """
    {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "text", "type": "string"}]}}
    """;

@Test
void every_change_of_a_record_is_kept(TestInstance app) {
  app.apply(NOTES);
  var ada = app.user("ada@example.com");
  var notes = app.as(ada).records("notes");
  var note = notes.create(Map.of("text", "first"));
  notes.update(note.id(), Map.of("text", "second"));
  notes.delete(note.id());
  app.settle();

  var trail = app.asAdmin().records("audit_trail");
  assertEquals(3, trail.count(Filter.eq("record", note.id())));
  var update = trail.first(Filter.eq("action", "update"));
  assertEquals("ada@example.com", update.text("actor"));
  assertEquals("first", update.object("before").get("text"));
  assertEquals("second", update.object("after").get("text"));
}

@Test
void an_admin_reads_what_was_done_to_a_record(TestInstance app) {
  app.apply(NOTES);
  var ada = app.user("ada@example.com");
  var note = app.as(ada).records("notes").create(Map.of("text", "first"));
  app.settle();

  var path = "/api/x/audit-trail/notes/" + note.id();
  var history = app.request(app.admin("root@example.com"), "GET", path, null);
  assertTrue(new String(history.body(), UTF_8).contains("\"actor\":\"ada@example.com\""));
  assertThrows(FunctionException.class, () -> app.request(ada, "GET", path, null));
}

@Test
void what_is_old_is_forgotten(TestInstance app) {
  app.apply(NOTES);
  app.setting("keep_days", 7);
  app.asAdmin().records("notes").create(Map.of("text", "kept for a week"));
  app.settle();
  assertEquals(1, app.asAdmin().records("audit_trail").count(Filter.ALL));

  app.pass(Duration.ofDays(9));
  assertEquals(0, app.asAdmin().records("audit_trail").count(Filter.ALL));
}
