import dev.tinybase.sdk.*;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

static final ZoneId SHOP = ZoneId.of("Europe/Vienna");

/**
 * Adds up the orders of yesterday, soon after midnight where the shop is. A run may come twice,
 * after a crash in the middle: the day is written only once.
 */
@Register(name = "daily_sales", description = "Adds up yesterday's orders", auth = Auth.ADMIN)
@Scheduled(cron = "5 0 * * *", zone = "Europe/Vienna", retries = 3)
Map<String, Object> dailySales(Context ctx) {
  // A run that was tried again is still about the day before the one it was planned for.
  var planned = ctx.job().map(Job::scheduledAt).orElse(ctx.now());
  var day = planned.atZone(SHOP).toLocalDate().minusDays(1);
  var known = ctx.records("sales").findFirst(Filter.eq("day", day));
  if (known.isPresent()) {
    return known.get().data();
  }
  var orders = ctx.records("orders").stream(Query.where(between(day))).toList();
  var total =
      orders.stream().map(order -> order.decimal("total")).reduce(BigDecimal.ZERO, BigDecimal::add);
  return ctx.records("sales")
      .create(Map.of("day", day, "orders", orders.size(), "total", total))
      .data();
}

Filter between(LocalDate day) {
  Instant begin = day.atStartOfDay(SHOP).toInstant();
  Instant end = day.plusDays(1).atStartOfDay(SHOP).toInstant();
  return Filter.and(Filter.gte("created_at", begin), Filter.lt("created_at", end));
}
