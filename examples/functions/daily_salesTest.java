import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

@Test
void each_day_is_added_up_once_it_is_over(TestInstance app) {
  shop(app);
  var today = LocalDate.ofInstant(app.asAdmin().now(), ZoneId.of("Europe/Vienna"));
  sell(app, "13.50");
  sell(app, "4.50");

  app.pass(Duration.ofDays(2));

  assertEquals(2, app.runs("daily_sales").size());
  assertTrue(app.runs("daily_sales").stream().allMatch(TestInstance.Run::succeeded));
  var sales = app.asAdmin().records("sales");
  var first = sales.first(Filter.eq("day", today));
  assertEquals(2, first.integer("orders"));
  assertEquals(18.0, first.number("total"));
  assertEquals(0, sales.first(Filter.eq("day", today.plusDays(1))).integer("orders"));
}

@Test
void a_failure_is_made_up_for(TestInstance app) {
  app.pass(Duration.ofDays(1)); // without the collections
  assertEquals(4, app.runs("daily_sales").size(), "the first attempt and three more");

  shop(app);
  app.pass(Duration.ofDays(1));
  assertTrue(app.runs("daily_sales").getLast().succeeded());
  assertEquals(1, app.asAdmin().records("sales").count(Filter.ALL));
}

void shop(TestInstance app) {
  app.apply(Path.of("collections/orders.json"));
  app.apply(Path.of("collections/sales.json"));
}

void sell(TestInstance app, String total) {
  app.asAdmin()
      .records("orders")
      .create(Map.of("item", "cup", "quantity", 1, "total", total));
}
