package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What runs by itself: schedules, jobs and hooks. */
class AutomationUiTest extends AdminUi {
  private static final String TALLY =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;

      record Amount(int amount) {}

      @Register(name = "tally", auth = Auth.ADMIN)
      int tally(Context ctx, Amount input) {
        if (input.amount() == 13) {
          throw new FunctionException("unlucky", "Thirteen brings bad luck.");
        }
        return input.amount() * 2;
      }

      @Scheduled(every = "5m")
      @Register(name = "sweep", auth = Auth.ADMIN)
      void sweep() {}

      @BeforeRecordCreate(collection = "coins")
      void count(RecordDraft draft) {}
      """;

  @BeforeAll
  void deploy() {
    var upload = Json.object().put("filename", "tally.java").put("content", TALLY);
    var reply = server.post(server.adminToken(), "/api/admin/functions/upload", upload.toString());
    assertThat(reply.status()).as(reply.text()).isLessThan(300);
  }

  @Test
  void a_schedule_is_made_by_clicking_and_seen_to_run() {
    var page = adminAt("/schedules");
    button(page, "New schedule").click();
    page.getByLabel("Name").fill("Nightly tally");
    choose(page, "Function", "tally");
    button(page, "Cron").click();
    field(page, "Cron").fill("61 * * * *");
    assertThat(page.getByText("minute: '61' is not a number from 0 to 59")).isVisible();
    field(page, "Cron").fill("0 3 * * MON-FRI");
    choose(page, "Time zone", "Europe/Vienna");
    assertThat(page.getByText("At 03:00 on Monday to Friday (Europe/Vienna)")).isVisible();
    assertThat(page.locator("[aria-label='Next moments'] tbody tr")).hasCount(5);
    field(page, "amount").fill("21");
    Browser.checkAccessibility(page);
    button(page, "Create").click();

    assertThat(page).hasURL(Pattern.compile(".*/admin/schedules/[0-9a-f-]{36}$"));
    button(page, "Run now").click();
    var run =
        page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.ROW).filter(text("Succeeded")).first();
    assertThat(run).isVisible();
    Browser.checkAccessibility(page);
    button(page, "Pause").click();
    assertThat(button(page, "Resume")).isVisible();
    run.click();
    assertThat(page).hasURL(Pattern.compile(".*/admin/jobs/[0-9a-f-]{36}$"));
    assertThat(page.getByText("Attempt 1")).isVisible();
    assertThat(page.getByText("42", new Page.GetByTextOptions().setExact(true))).isVisible();
    Browser.checkAccessibility(page);
    refused("400", "/api/admin/schedules/preview");
  }

  @Test
  void a_schedule_is_changed_copied_and_deleted_and_one_of_the_code_is_only_paused() {
    var page = adminAt("/schedules/" + schedule("Every so often", interval("minutes", 5)));
    button(page, "Edit").click();
    field(page, "Every").fill("10");
    assertThat(page.getByText("Every 10 minutes")).isVisible();
    page.keyboard().press("Control+s");
    assertThat(page.getByText("The schedule Every so often has been saved.")).isVisible();
    assertThat(page.getByRole(AriaRole.HEADING, named("Every 10 minutes"))).isVisible();
    panel(page).getByRole(AriaRole.BUTTON, locator("Actions of Every so often")).click();
    page.getByRole(AriaRole.MENUITEM, named("Duplicate")).click();
    assertThat(field(page, "Name")).hasValue("Copy of Every so often");
    button(page, "Create").click();
    assertThat(page.getByText("The schedule Copy of Every so often has been made.")).isVisible();
    panel(page).getByRole(AriaRole.BUTTON, locator("Actions of Copy of Every so often")).click();
    page.getByRole(AriaRole.MENUITEM, named("Delete")).click();
    Browser.checkAccessibility(page);
    page.getByRole(AriaRole.DIALOG).last().getByRole(AriaRole.BUTTON, locator("Delete")).click();
    assertThat(page).hasURL(server.uri("/admin/schedules").toString());
    assertThat(row(page, "Every so often")).hasCount(1);

    row(page, "sweep").click();
    assertThat(page.getByText("It stands in the code of sweep")).isVisible();
    assertThat(button(page, "Edit")).hasCount(0);
    panel(page).getByRole(AriaRole.BUTTON, locator("Actions of sweep")).click();
    assertThat(page.getByRole(AriaRole.MENUITEM, named("Delete"))).isDisabled();
    page.keyboard().press("Escape");
    button(page, "Pause").click();
    assertThat(page.getByText("sweep is paused.")).isVisible();
    Browser.checkAccessibility(page);
  }

  @Test
  void schedules_say_in_german_when_they_run_in_list_panel_and_editor() {
    var times =
        """
        {"method": "cron", "cron": "0 18 L * *", "timezone": "Europe/Vienna"}\
        """;
    schedule("Kasse", times);
    schedule("Uhr", interval("hours", 36));
    schedule("Fest", times.replace("0 18 L * *", "5/10 8 * * *"));
    var page = browser.open(desktop().setLocale("de-AT").setStorageState(session()));
    page.navigate("/admin/schedules");
    var words = "Um 18:00, am letzten Tag des Monats (Europe/Vienna)";
    row(page, "Kasse").click();
    assertThat(page.getByRole(AriaRole.HEADING, named(words))).isVisible();
    assertThat(page.getByText(words).first()).isVisible();
    assertThat(page.getByText("Alle 36 Stunden")).isVisible();
    assertThat(page.getByText("At 08:05, 08:15, 08:25")).isVisible();
    button(page, "Bearbeiten").click();
    assertThat(page.getByRole(AriaRole.PARAGRAPH).filter(text(words))).isVisible();
    assertThat(page.locator("[aria-label='Nächste Zeitpunkte'] tbody tr")).hasCount(5);
  }

  @Test
  void a_dead_letter_shows_its_attempts_and_is_retried() {
    for (int i = 0; i < 2; i++) {
      server.post(
          server.adminToken(),
          "/api/admin/jobs",
          "{\"function_name\": \"tally\", \"payload\": {\"amount\": 13}, \"max_attempts\": 1}");
    }
    var page = adminAt("/jobs?status=failed");
    assertThat(row(page, "Thirteen brings bad luck.")).hasCount(2);
    row(page, "Thirteen brings bad luck.").first().click();
    assertThat(page.getByText("Attempt 1", exact())).isVisible();
    button(page, "Retry").click();
    assertThat(page.getByText("Attempt 2", exact())).isVisible();
    assertThat(button(page, "Retry")).isVisible(); // it has failed as a whole by now
    page.keyboard().press("Escape");
    button(page, "Retry all shown").click();
    assertThat(page.getByText("2 jobs were given one further attempt.")).isVisible();

    page.navigate("/admin/jobs?new");
    choose(page, "Function", "tally");
    field(page, "amount").fill("4");
    field(page, "Unique key").fill("only-once");
    button(page, "Enqueue").click();
    assertThat(page.getByText("The job has been enqueued.")).isVisible();
    page.keyboard().press("Escape");
    Browser.checkAccessibility(page);
  }

  @Test
  void hooks_show_what_they_wait_for_and_that_nothing_has_failed() {
    var page = adminAt("/hooks");
    row(page, "tally.count").click();
    assertThat(page.getByText("BeforeRecordCreate(coins)").last()).isVisible();
    Browser.checkAccessibility(page);
    page.keyboard().press("Escape");
    page.getByRole(AriaRole.TAB).filter(text("Failures")).click();
    assertThat(page.getByText("Nothing has failed for good.")).isVisible();
    Browser.checkAccessibility(page);
  }

  private static String interval(String unit, int value) {
    return "{\"method\": \"interval\", \"unit\": \"%s\", \"value\": %d}".formatted(unit, value);
  }

  private String schedule(String name, String times) {
    var body = Json.object().put("name", name).put("function_name", "tally");
    body.set("schedule", Json.parse(times));
    body.putObject("input_data").put("amount", 1);
    var reply = server.post(server.adminToken(), "/api/admin/schedules", body.toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().path("id").stringValue();
  }

  private static Locator panel(Page page) {
    return page.getByRole(AriaRole.DIALOG);
  }

  private static void choose(Page page, String label, String value) {
    var input = page.getByRole(AriaRole.COMBOBOX, named(label));
    input.fill(value);
    page.getByRole(AriaRole.OPTION).filter(text(value)).first().click();
  }

  /** A text of a form; what is required has a star behind its name. */
  private static Locator field(Page page, String label) {
    return page.getByRole(AriaRole.TEXTBOX, named(label));
  }

  private static Locator.FilterOptions text(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Page.GetByTextOptions exact() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static Locator.GetByRoleOptions locator(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }
}
