import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.time.Duration;
import java.util.List;
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

  var path = "/api/x/audit-trail/notes/" + note.id();
  var history = (List<?>) app.send(app.admin("root@example.com"), "GET", path, null).json();
  assertEquals(3, history.size());
  var updated = (Map<?, ?>) history.get(1);
  assertEquals("update", updated.get("action"));
  assertEquals("ada@example.com", updated.get("actor"));
  assertEquals("first", ((Map<?, ?>) updated.get("before")).get("text"));
  assertEquals("second", ((Map<?, ?>) updated.get("after")).get("text"));
  assertNull(((Map<?, ?>) history.get(0)).get("after"));
  assertEquals(403, app.send(ada, "GET", path, null).status());
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
