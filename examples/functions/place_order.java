import dev.tinybase.sdk.*;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.math.BigDecimal;
import java.util.Map;

record Order(@NotBlank String item, @Min(1) int quantity) {}

record Receipt(String id, String item, int quantity, BigDecimal total) {}

/** Takes the goods from the shelf and writes the order down: both happen, or neither. */
@Register(name = "place_order", description = "Places an order", tags = "shop", timeout = "5s")
Receipt placeOrder(Context ctx, Order order) {
  var receipt = ctx.transaction(() -> {
    // Customers may not change the shelf themselves.
    var shelf = ctx.records("items").asAdmin();
    var item = shelf.first(Filter.eq("name", order.item()));
    long left = item.integer("stock") - order.quantity();
    if (left < 0) {
      throw new FunctionException(
          "out_of_stock",
          "There are only " + item.integer("stock") + " left of " + order.item() + ".",
          Map.of("left", item.integer("stock")));
    }
    shelf.update(item.id(), Map.of("stock", left));
    var sum = Money.times(item.decimal("price"), order.quantity());
    var saved =
        ctx.records("orders")
            .create(Map.of("item", order.item(), "quantity", order.quantity(), "total", sum));
    return new Receipt(saved.id(), order.item(), order.quantity(), sum);
  });
  ctx.log().info("Sold {} of {} for {}", receipt.quantity(), receipt.item(), receipt.total());
  return receipt;
}
