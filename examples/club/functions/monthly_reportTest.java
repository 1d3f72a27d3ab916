import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.testing.TestInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@Test
void a_month_is_added_up_and_drafted_once(TestInstance app) {
  club(app);
  var month = YearMonth.from(app.asAdmin().now().atZone(ZoneId.of("Europe/Vienna")));
  payment(app, "EV-000000000001", "12.50", "paid");
  payment(app, "EV-000000000002", "7.00", "paid");
  payment(app, "EV-000000000003", "99.00", "open");
  app.as(app.user("ada@example.com")).records("members").create(Map.of("name", "Ada"));

  for (int run = 0; run < 2; run++) {
    var report = (Map<?, ?>) app.call("monthly_report", Map.of("month", month));
    assertEquals(19.5, report.get("paid"));
    assertEquals(1, report.get("newMembers"));
  }
  var draft = app.asAdmin().records("news").first(Filter.eq("slug", "report-" + month));
  assertEquals("1 new members, 0 registrations, 19.50 paid.", draft.text("body"));
  assertEquals(1, app.asAdmin().records("news").count(Filter.ALL));
}

@Test
void the_report_of_the_last_month_comes_on_the_first_by_itself(TestInstance app) {
  club(app);
  app.pass(Duration.ofDays(32));
  assertEquals(1, app.asAdmin().records("news").count(Filter.startsWith("slug", "report-")));
}

void payment(TestInstance app, String reference, String amount, String status) {
  var now = app.asAdmin().now();
  var data =
      Map.of(
          "reference", reference,
          "purpose", "Summer party",
          "amount", amount,
          "due", "2030-01-01",
          "status", status,
          "paid_at", now);
  app.asAdmin().records("payments").create(data);
}

void club(TestInstance app) {
  for (var name : List.of("members", "events", "registrations", "payments", "news")) {
    app.apply(Path.of("../collections/" + name + ".json"));
  }
}
