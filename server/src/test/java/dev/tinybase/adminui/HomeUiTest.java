package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.config.Settings;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard, the frame around all pages and one's own profile. */
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
  TestServer server() {
    var instance = new Settings.Instance("Bakery", "orange", "staging");
    return TestServer.start(
        Engine.SQLITE,
        settings -> RecordCopy.with(settings, "instance", instance),
        Clock.systemUTC());
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
    assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCSS("width", "56px");
    Browser.checkAccessibility(page);
    page.setViewportSize(390, 800);
    assertThat(link(page, "Users")).hasCount(0);
    page.waitForFunction("() => document.body.scrollWidth <= innerWidth");
    button(page, "Menu").click();
    Browser.checkAccessibility(page);
    link(page, "Users").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    assertThat(page.locator("h1")).hasText("Users");
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
    var held = new ArrayList<Route>();
    page.route("**/api/collections", held::add);
    page.reload();
    assertThat(page.locator("h1")).isVisible();
    page.keyboard().press("Control+k");
    page.keyboard().type(record.path("id").stringValue());
    page.waitForCondition(() -> !held.isEmpty());
    assertThat(page.getByRole(AriaRole.DIALOG).getByText("Loading")).isVisible();
    held.forEach(Route::resume); // what comes late is found, and marked for Enter
    assertThat(marked(page)).containsText("This record in letters");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/collections/letters/records/[0-9a-f-]{36}$"));
    page.unroute("**/api/collections");
    page.navigate("/admin/");
    assertThat(page.locator("h1")).isVisible();
    find(page, "admin@exam", TestServer.ADMIN);
    page.keyboard().press("Enter");
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
}
