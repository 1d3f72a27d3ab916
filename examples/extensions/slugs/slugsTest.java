import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.util.Map;
import org.junit.jupiter.api.Test;

@Test
void a_slug_is_made_of_the_title(TestInstance app) {
  assertEquals("creme-brulee-zum-uben", slugOf(app, Map.of("title", "Crème brûlée, zum Üben!")));
  assertEquals("article", slugOf(app, Map.of("title", "???")));
}

@Test
void the_same_title_gets_a_number(TestInstance app) {
  assertEquals("news", slugOf(app, Map.of("title", "News")));
  assertEquals("news-2", slugOf(app, Map.of("title", "News!")));
  assertEquals("news-3", slugOf(app, Map.of("title", "Something else", "slug", "news")));
}

@Test
void a_slug_stays_when_the_title_changes(TestInstance app) {
  var articles = app.asAdmin().records("articles");
  var article = articles.create(Map.of("title", "Old"));
  assertEquals("old", articles.update(article.id(), Map.of("title", "New")).text("slug"));
  assertEquals("new-one", articles.update(article.id(), Map.of("slug", "New one")).text("slug"));
}

String slugOf(TestInstance app, Map<String, ?> article) {
  return app.asAdmin().records("articles").create(article).text("slug");
}
