import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@Test
void news_get_an_address_and_the_time_of_publication(TestInstance app) {
  app.apply(Path.of("../collections/news.json"));
  var news = app.asAdmin().records("news");
  var made = news.create(Map.of("title", "Été: we won!"));
  assertEquals("ete-we-won", made.text("slug"));
  assertTrue(made.find("published_at").isEmpty());
  assertEquals(app.asAdmin().now(), news.update(made.id(), Map.of("published", true)).instant("published_at"));
}

@Test
void an_account_is_one_member_and_plays_in_a_team_that_exists(TestInstance app) {
  app.apply(Path.of("../collections/members.json"));
  app.apply(Path.of("../collections/teams.json"));
  var members = app.as(app.user("ada@example.com")).records("members");
  assertEquals("unknown_team", refusal(members, Map.of("name", "Ada", "team_id", UUID.randomUUID())));
  members.create(Map.of("name", "Ada"));
  assertEquals("already_member", refusal(members, Map.of("name", "Ada again")));
}

String refusal(Records records, Map<String, Object> data) {
  return assertThrows(FunctionException.class, () -> records.create(data)).code();
}
