import static org.junit.jupiter.api.Assertions.*;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.util.Map;
import org.junit.jupiter.api.Test;

@Test
void an_entry_loses_the_white_space_around_it(TestInstance app) {
  var ada = app.as(app.user("ada@example.org"));
  var entry = ada.records("guest_book").create(Map.of("text", "  I was here.  "));
  assertEquals("I was here.", entry.text("text"));
  assertEquals(1, ada.call("guest_book_count", null, Integer.class));
}

@Test
void an_entry_without_a_text_is_refused(TestInstance app) {
  var entries = app.asAdmin().records("guest_book");
  var refusal = assertThrows(FunctionException.class, () -> entries.create(Map.of("text", " ")));
  assertEquals("no_text", refusal.code());
}

@Test
void visitors_are_greeted(TestInstance app) {
  app.setting("greeting", "Hello");
  var reply = app.request(null, "GET", "/api/x/guest-book/greeting/Ada", null);
  assertEquals("{\"greeting\":\"Hello, Ada!\"}", new String(reply.body()));
}
