import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

@Test
void an_order_takes_the_goods_from_the_shelf(TestInstance app) {
  shop(app);
  var buyer = app.as(app.user("buyer@example.com"));
  var receipt = (Map<?, ?>) buyer.call("place_order", Map.of("item", "cup", "quantity", 3));
  assertEquals(13.5, receipt.get("total"));
  assertEquals(7, app.asAdmin().records("items").first(Filter.eq("name", "cup")).integer("stock"));
}

@Test
void more_than_there_is_changes_nothing(TestInstance app) {
  shop(app);
  var buyer = app.as(app.user("buyer@example.com"));
  var refused =
      assertThrows(
          FunctionException.class,
          () -> buyer.call("place_order", Map.of("item", "cup", "quantity", 11)));
  assertEquals("out_of_stock", refused.code());
  assertEquals(0, app.asAdmin().records("orders").count(Filter.ALL));
}

void shop(TestInstance app) {
  app.apply(Path.of("collections/items.json"));
  app.apply(Path.of("collections/orders.json"));
  app.asAdmin().records("items").create(Map.of("name", "cup", "price", "4.50", "stock", 10));
}
