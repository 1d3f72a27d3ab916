import dev.tinybase.sdk.*;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

static final ZoneId CLUB = ZoneId.of("Europe/Vienna");

record Period(Optional<YearMonth> month) {}

record Report(
    @NotNull YearMonth month, long newMembers, long registrations, @NotNull BigDecimal paid) {}

/**
 * Adds up a month, the last one without an input, and leaves a draft of it among the news. A run
 * may come twice, after a crash in the middle: the draft is written once.
 */
@Register(
    name = "monthly_report",
    description = "Adds up a month and drafts news of it",
    auth = Auth.ADMIN,
    tags = "club")
@Scheduled(cron = "0 6 1 * *", zone = "Europe/Vienna", retries = 3)
Report monthlyReport(Context ctx, Period period) {
  var planned = ctx.job().map(Job::scheduledAt).orElse(ctx.now());
  var month = period.month().orElseGet(() -> YearMonth.from(planned.atZone(CLUB)).minusMonths(1));
  var paid =
      ctx.records("payments").stream(
              Query.where(Filter.and(Filter.eq("status", "paid"), within("paid_at", month))))
          .map(it -> it.decimal("amount"))
          .reduce(BigDecimal.ZERO, BigDecimal::add);
  var report =
      new Report(
          month,
          ctx.records("members").count(within("created_at", month)),
          ctx.records("registrations").count(within("since", month)),
          paid);
  draft(ctx, report);
  return report;
}

void draft(Context ctx, Report report) {
  var slug = "report-" + report.month();
  if (ctx.records("news").count(Filter.eq("slug", slug)) == 0) {
    var body =
        "%d new members, %d registrations, %s paid."
            .formatted(report.newMembers(), report.registrations(), report.paid().setScale(2).toPlainString());
    ctx.records("news")
        .create(Map.of("title", "Report of " + report.month(), "slug", slug, "body", body));
  }
}

Filter within(String field, YearMonth month) {
  Instant begin = month.atDay(1).atStartOfDay(CLUB).toInstant();
  Instant end = month.plusMonths(1).atDay(1).atStartOfDay(CLUB).toInstant();
  return Filter.and(Filter.gte(field, begin), Filter.lt(field, end));
}
