import dev.tinybase.sdk.*;
import java.util.stream.Stream;

record Row(String date, String item, long quantity, String total) {}

/**
 * The rows go out one by one while they are read, so the report may be as long as it likes:
 * {@code curl -H 'Accept: text/csv' …/api/functions/csv_report}.
 */
@Register(
    name = "csv_report",
    description = "All orders as a table",
    auth = Auth.ADMIN,
    tags = "shop",
    methods = {"GET", "POST"},
    timeout = "10m")
Stream<Row> csvReport(Context ctx) {
  return ctx.records("orders")
      .stream(Query.ALL.sort("created_at").limit(500))
      .map(order ->
          new Row(
              order.createdAt().toString(),
              order.text("item"),
              order.integer("quantity"),
              order.decimal("total").toPlainString()));
}
