import static org.junit.jupiter.api.Assertions.assertEquals;
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
void what_is_deleted_is_in_the_trash_of_its_owner(TestInstance app) {
  app.apply(NOTES);
  var ada = app.as(app.user("ada@example.com"));
  var note = ada.records("notes").create(Map.of("text", "hers"));

  ada.records("notes").delete(note.id());

  assertTrue(ada.records("notes").find(note.id()).isEmpty());
  var deleted = ada.records("trash").first(Filter.eq("record", note.id()));
  assertEquals("hers", deleted.object("data").get("text"));
  assertEquals("ada@example.com", deleted.text("deleted_by"));
  var bob = app.as(app.user("bob@example.com"));
  assertEquals(0, bob.records("trash").count(Filter.ALL));
}

@Test
void the_trash_is_emptied_after_a_month(TestInstance app) {
  app.apply(NOTES);
  var notes = app.asAdmin().records("notes");
  notes.delete(notes.create(Map.of("text", "gone")).id());

  app.pass(Duration.ofDays(29));
  assertEquals(1, app.asAdmin().records("trash").count(Filter.ALL));

  app.pass(Duration.ofDays(2));
  assertEquals(0, app.asAdmin().records("trash").count(Filter.ALL));
}

@Test
void an_owner_brings_his_record_back(TestInstance app) {
  app.apply(NOTES);
  var ada = app.user("ada@example.com");
  var notes = app.as(ada).records("notes");
  var note = notes.create(Map.of("text", "hers"));
  notes.delete(note.id());

  var deleted = app.as(ada).records("trash").first(Filter.eq("record", note.id()));
  var path = "/api/x/soft-delete/trash/" + deleted.id() + "/restore";
  var bob = app.user("bob@example.com");
  assertEquals(404, app.request(bob, "POST", path, null).status());
  assertEquals(200, app.request(ada, "POST", path, null).status());

  assertEquals("hers", notes.get(note.id()).text("text"));
  assertEquals(note.ownerId(), notes.get(note.id()).ownerId());
  assertEquals(0, app.asAdmin().records("trash").count(Filter.ALL));
}
