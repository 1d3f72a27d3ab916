package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What runs by itself: schedules, jobs, hooks and extensions. */
class AutomationUiTest extends AdminUi {
  private static final Path EXTENSIONS = Path.of("../examples/extensions").toAbsolutePath();

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
    assertThat(page.getByText("No schedules yet")).isVisible();
    Browser.checkAccessibility(page);
    button(page, "New schedule").first().click();
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
    var run = page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.ROW).filter(text("Succeeded"));
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
  void a_dead_letter_shows_its_attempts_and_is_retried() {
    server.post(
        server.adminToken(),
        "/api/admin/jobs",
        "{\"function_name\": \"tally\", \"payload\": {\"amount\": 13}, \"max_attempts\": 1}");
    var page = adminAt("/jobs?status=failed");
    row(page, "Thirteen brings bad luck.").click();
    assertThat(page.getByText("Attempt 1", exact())).isVisible();
    button(page, "Retry").click();
    assertThat(page.getByText("Attempt 2", exact())).isVisible();
    page.keyboard().press("Escape");
    button(page, "Retry all shown").click();
    assertThat(page.getByText("1 job was given one further attempt.")).isVisible();

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

  @Test
  void an_extension_is_looked_at_installed_set_and_uninstalled() {
    var page = adminAt("/extensions");
    button(page, "Install extension").first().click();
    field(page, "Address").fill(EXTENSIONS.resolve("guestbook").toString());
    button(page, "See what it brings").click();
    assertThat(page.getByText("guestbook_entries").first()).isVisible();
    Browser.checkAccessibility(page);
    page.getByText("I trust it").click();
    button(page, "Install").click();
    assertThat(page.getByText("guestbook 1.0.0 is installed.")).isVisible();

    page.getByRole(AriaRole.TAB).filter(text("Settings")).click();
    field(page, "title").fill("Our visitors");
    field(page, "keep_days").fill("many");
    button(page, "Save").click();
    assertThat(page.getByText("must be of the type integer, or null")).isVisible();
    field(page, "keep_days").fill("7");
    button(page, "Save").click();
    assertThat(page.getByText("The settings are in effect.")).isVisible();
    Browser.checkAccessibility(page);
    var settings = server.get(server.adminToken(), "/api/admin/extensions/guestbook/settings");
    assertThat(settings.text()).contains("Our visitors").contains("\"keep_days\":7");
    button(page, "Turn off").click();
    assertThat(page.getByText("guestbook is off.")).isVisible();
    button(page, "Uninstall").click();
    page.getByLabel("Type guestbook to confirm").fill("guestbook");
    page.getByRole(AriaRole.DIALOG).last().getByRole(AriaRole.BUTTON, locator("Uninstall")).click();
    assertThat(page.getByText("guestbook is uninstalled.")).isVisible();
    refused("422", "/api/admin/extensions/guestbook/settings");
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
