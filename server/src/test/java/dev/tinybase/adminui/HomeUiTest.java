package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.config.Settings;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard, the frame around all pages, accounts and one's own profile. */
class HomeUiTest extends AdminUi {
  private static final String FAILING =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "fails", auth = Auth.ADMIN)
      String fails(Context ctx) {
        throw new IllegalStateException("no luck today");
      }
      """;

  private static final String OPEN =
      """
      {"name": "posts", "label": "Posts", "schema": {"fields": [{"name": "title", "type": "string"}]},
       "options": {"access": {"list": "public", "read": "public"}}}
      """;

  @Override
  @BeforeAll
  void start() {
    var instance = new Settings.Instance("Bakery", "orange", "staging");
    server =
        TestServer.start(
            Engine.SQLITE,
            settings -> RecordCopy.with(settings, "instance", instance),
            Clock.systemUTC());
    browser = Browser.at(server.uri("").toString());
  }

  @Test
  void home_tells_what_needs_somebody_and_how_the_instance_is() {
    var admin = server.adminToken();
    server.post(admin, "/api/collections", OPEN);
    server.post(admin, "/api/collections/posts/records", "{\"data\": {\"title\": \"Hello\"}}");
    var source = Json.object().put("filename", "fails.java").put("content", FAILING);
    assertThat(server.post(admin, "/api/admin/functions/upload", source.toString()).status())
        .isEqualTo(200);
    server.post(admin, "/api/functions/fails", "{}");

    var page = adminAt("/");
    assertThat(page).hasTitle("Home · Bakery");
    assertThat(page.getByText("staging")).isVisible();
    assertThat(page.locator("html")).hasAttribute("data-accent", "orange");
    assertThat(page.getByText("There is no backup yet")).isVisible();
    assertThat(link(page, "posts (list, read)")).isVisible();
    assertThat(page.getByText("no luck today")).isVisible();
    assertThat(page.getByText("Ready")).isVisible();
    button(page, "Last hour").click();
    assertThat(page).hasURL(Pattern.compile(".*\\?hours=1$"));
    button(page, "Slowest").click();
    Browser.checkAccessibility(page);

    page.setViewportSize(900, 700);
    assertThat(link(page, "Users")).isVisible();
    Browser.checkAccessibility(page);
    page.setViewportSize(390, 800);
    assertThat((Boolean) page.evaluate("document.body.scrollWidth <= innerWidth")).isTrue();
    button(page, "Menu").click();
    Browser.checkAccessibility(page);
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
  }

  @Test
  void an_account_is_made_found_changed_and_deleted() {
    var page = adminAt("/users");
    button(page, "New user").first().click();
    page.getByRole(AriaRole.TEXTBOX, named("E-mail")).fill("ada@example.org");
    Browser.checkAccessibility(page);
    button(page, "Create").click();
    assertThat(page.getByText("It is shown only now")).isVisible();
    var password = page.locator("pre").filter(hasDashes()).innerText();
    page.keyboard().press("Escape");
    assertThat(page.getByText(password)).isVisible(); // since nobody sees it again
    button(page, "I have copied it").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("ada@example.org");
    assertThat(
            server
                .post(
                    null,
                    "/api/auth/login",
                    "{\"email\": \"ada@example.org\", \"password\": \"%s\"}".formatted(password))
                .status())
        .isEqualTo(200);

    Browser.checkAccessibility(page);
    page.getByRole(AriaRole.TAB, named("Sessions")).click();
    button(page, "End").click();
    assertThat(page.getByText("Logged in nowhere.")).isVisible();
    page.getByRole(AriaRole.TAB, named("Records")).click();
    assertThat(page.getByText("No record belongs to this account.")).isVisible();
    page.getByRole(AriaRole.TAB, named("Account")).click();
    page.getByRole(AriaRole.TEXTBOX, named("E-mail")).fill("ada@example.com");
    page.keyboard().press("Control+s");
    assertThat(page.getByText("ada@example.com has been changed.")).isVisible();
    page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, close()).click();

    page.getByLabel("Search by e-mail").fill("ADA@");
    assertThat(row(page, "admin@example.com")).hasCount(0);
    row(page, "ada@example.com").click();
    button(page, "Delete").click();
    page.getByLabel("Type ada@example.com to confirm").fill("ada@example.com");
    button(page, "Delete user").click();
    assertThat(page.getByText("ada@example.com has been deleted.")).isVisible();

    page.navigate("/admin/users");
    row(page, TestServer.ADMIN).click();
    page.getByRole(AriaRole.SWITCH).click();
    button(page, "Save").click();
    assertThat(page.getByText("This is the last admin")).isVisible();
    assertThat(browser.faults()).allMatch(it -> it.contains("400"));
  }

  @Test
  void who_is_no_admin_is_told_so_and_can_log_out() {
    server.user("eve@example.org");
    var page = browser.open(desktop());
    page.navigate("/admin/collections");
    page.getByLabel("E-mail").fill("eve@example.org");
    page.getByLabel("Password").fill(TestServer.PASSWORD);
    button(page, "Log in").click();
    assertThat(page.getByText("For admins only")).isVisible();
    Browser.checkAccessibility(page);
    button(page, "Log out").click();
    assertThat(button(page, "Log in")).isVisible();
  }

  @Test
  void the_palette_finds_accounts_and_records_and_the_profile_shows_ones_sessions() {
    var admin = server.adminToken();
    server.post(admin, "/api/collections", OPEN.replace("posts", "letters"));
    var record =
        server
            .post(admin, "/api/collections/letters/records", "{\"data\": {\"title\": \"Dear\"}}")
            .json();
    var page = adminAt("/");
    assertThat(page.locator("h1")).isVisible();
    page.keyboard().press("?");
    assertThat(page.getByText("Next and previous row")).isVisible();
    Browser.checkAccessibility(page);
    page.keyboard().press("Escape");
    search(page, record.path("id").stringValue(), "This record in letters");
    assertThat(page).hasURL(Pattern.compile(".*/collections/letters/records/[0-9a-f-]{36}$"));
    page.navigate("/admin/");
    assertThat(page.locator("h1")).isVisible();
    search(page, "admin@exam", TestServer.ADMIN);
    assertThat(page).hasURL(Pattern.compile(".*/users/[0-9a-f-]{36}$"));

    page.navigate("/admin/profile");
    assertThat(page.getByText("This one")).isVisible();
    page.getByLabel("New e-mail").fill("boss@example.com");
    page.getByLabel("Your password").fill("wrong password");
    button(page, "Change e-mail").click();
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    Browser.checkAccessibility(page);
    assertThat(browser.faults()).allMatch(it -> it.contains("400") || it.contains("401"));
  }

  @Test
  void a_server_that_is_away_is_told_of_until_it_is_back() {
    var page = adminAt("/");
    assertThat(page.getByText("Needs attention")).isVisible();
    page.context().setOffline(true);
    link(page, "Collections").click();
    assertThat(page.getByText("The server does not answer")).isVisible();
    page.context().setOffline(false);
    assertThat(page.getByText("The server does not answer")).hasCount(0);
    assertThat(browser.faults())
        .allMatch(it -> it.contains("ERR_INTERNET_DISCONNECTED") || it.contains("fetch"));
  }

  /** Messages have such a button as well. */
  private static Locator.GetByRoleOptions close() {
    return new Locator.GetByRoleOptions().setName("Close").setExact(true);
  }

  private static void search(Page page, String text, String result) {
    page.keyboard().press("Control+k");
    page.keyboard().type(text);
    page.getByRole(AriaRole.OPTION, new GetByRoleOptions().setName(result)).click();
  }

  private static FilterOptions hasDashes() {
    return new FilterOptions().setHasText(Pattern.compile("^(\\w{4}-){3}\\w{4}$"));
  }
}
